package org.dromedary.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An Orthanc on free ports of loopback with its data below a given folder. Needs the program {@code Orthanc}. */
public final class Orthanc implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final String aeTitle;
    private final int dicomPort;
    private final int httpPort;

    private Orthanc(Process process, String aeTitle, int dicomPort, int httpPort) {
        this.process = process;
        this.aeTitle = aeTitle;
        this.dicomPort = dicomPort;
        this.httpPort = httpPort;
    }

    /** Starts to describe one; skips the test where Orthanc is missing, see {@link Peers#require}. */
    public static Options options(Path parent) {
        Peers.require("Orthanc");
        return new Options(parent);
    }

    public String aeTitle() {
        return aeTitle;
    }

    public int dicomPort() {
        return dicomPort;
    }

    /** Stores a Part 10 file by REST and returns Orthanc's answer as JSON. */
    public String upload(Path file) throws IOException {
        return send(request("/instances").POST(HttpRequest.BodyPublishers.ofFile(file)).build());
    }

    /** Stores a Part 10 file by REST; false if Orthanc does not want it. */
    public boolean offer(Path file) throws IOException {
        HttpRequest request = request("/instances").POST(HttpRequest.BodyPublishers.ofFile(file)).build();
        return exchange(request, HttpResponse.BodyHandlers.ofString()).statusCode() / 100 == 2;
    }

    /** The body of a GET, such as {@code /instances?expand} or {@code /statistics}, as JSON. */
    public String get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** Posts a JSON body, such as a query to {@code /tools/find}. */
    public String post(String path, String json) throws IOException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    /** All instances with their tags, as JSON. */
    public String instances() throws IOException {
        return get("/instances?expand");
    }

    /** How many instances it holds. */
    public int count() throws IOException {
        String ids = get("/instances").strip();
        return ids.equals("[]") ? 0 : ids.split(",").length;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(60));
    }

    /** Writes the body of a GET, such as {@code /instances/{id}/file}, to a file. */
    public void download(String path, Path file) throws IOException {
        send(request(path).GET().build(), HttpResponse.BodyHandlers.ofFile(file));
    }

    private static String send(HttpRequest request) throws IOException {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        HttpResponse<T> response = exchange(request, handler);
        if (response.statusCode() / 100 != 2) {
            throw new IOException("Orthanc answered " + response.statusCode() + " to " + request.uri().getPath());
        }
        return response.body();
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return HTTP.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public void stop() {
        Peers.stop(process);
    }

    @Override
    public void close() {
        stop();
    }

    /** What an Orthanc is started with. */
    public static final class Options {
        private final Path parent;
        private final Map<String, Integer> modalities = new LinkedHashMap<>();
        private final Map<String, String> more = new LinkedHashMap<>();
        private String aeTitle = "ORTHANC";
        private int limitFindResults;

        private Options(Path parent) {
            this.parent = parent;
        }

        public Options aeTitle(String title) {
            aeTitle = title;
            return this;
        }

        /** Makes an AE title on this host known: a move destination, and one to report commitments to. */
        public Options destination(String title, int port) {
            modalities.put(title, port);
            return this;
        }

        /** Caps the answers to queries; 0, the default, leaves them whole. */
        public Options limitFindResults(int limit) {
            limitFindResults = limit;
            return this;
        }

        /** Any other option, its value as JSON. */
        public Options set(String name, String json) {
            more.put(name, json);
            return this;
        }

        /** Starts it and waits until it answers by HTTP. */
        public Orthanc start() throws IOException {
            Path folder = Files.createTempDirectory(parent, "orthanc");
            int dicomPort = Peers.freePort();
            int httpPort = Peers.freePort();
            Path config = Files.writeString(folder.resolve("orthanc.json"), json(folder, dicomPort, httpPort));
            Process process = Peers.start(folder.resolve("orthanc.log"), Map.of(),
                    Peers.find("Orthanc").toString(), config.toString());
            Orthanc orthanc = new Orthanc(process, aeTitle, dicomPort, httpPort);
            try {
                Peers.await(process, "Orthanc answers by HTTP", orthanc::answers);
            } catch (RuntimeException e) {
                orthanc.stop();
                throw e;
            }
            return orthanc;
        }

        private String json(Path folder, int dicomPort, int httpPort) {
            StringBuilder known = new StringBuilder();
            modalities.forEach((title, port) -> known.append(known.isEmpty() ? "" : ", ")
                    .append("\"%s\": [\"%s\", \"127.0.0.1\", %d]".formatted(title.toLowerCase(), title, port)));
            StringBuilder others = new StringBuilder();
            more.forEach((name, value) -> others.append(",\n  \"%s\": %s".formatted(name, value)));
            return """
                    {
                      "StorageDirectory": "%1$s/storage", "IndexDirectory": "%1$s/index", "Plugins": [],
                      "DicomAet": "%2$s", "DicomPort": %3$d, "HttpPort": %4$d,
                      "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
                      "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true,
                      "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true, "UnknownSopClassAccepted": true,
                      "KeepAlive": false, "LimitFindResults": %5$d, "LimitFindInstances": %5$d,
                      "DicomModalities": { %6$s }%7$s
                    }
                    """.formatted(folder, aeTitle, dicomPort, httpPort, limitFindResults, known, others);
        }
    }

    private boolean answers() {
        try {
            return get("/system").contains("Version");
        } catch (IOException e) {
            return false;
        }
    }
}
