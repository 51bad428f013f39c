package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.dromedary.operate.security.LocalToken;
import org.eclipse.microprofile.config.ConfigProvider;

/** Talks to the REST interface of the test's application as a script would, or as an attacker. */
final class Client {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final boolean known;

    Client() {
        this(true);
    }

    /** One that sends nothing by which it could be known, unless told so. */
    static Client unknown() {
        return new Client(false);
    }

    private Client(boolean known) {
        this.known = known;
    }

    /** A JSON answer. */
    record Answer(int status, JsonNode json, HttpHeaders headers) {

        String error() {
            return json.path("error").asText();
        }
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As a form of a web page posts it. */
    Answer postForm(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As the user of the service, unless the headers say otherwise. */
    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        List<String> names = List.of(headers);
        if (known && !names.contains("Authorization") && !names.contains("Cookie")) {
            request.header("Authorization", "Bearer " + LocalToken.read(dataDir()).orElseThrow());
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    static Path dataDir() {
        return ConfigProvider.getConfig().getValue("dromedary.data-dir", Path.class);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), MAPPER.readTree(answer.body()), answer.headers());
    }

    /** The status line of the answer to a request with that Host. */
    static String statusLineFor(String host) throws IOException {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port())) {
            socket.getOutputStream().write(("GET /api/health/live HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().findFirst()
                    .orElse("");
        }
    }
}
