package org.dromedary.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone Artemis broker as a hospital would run it, a process of its own on loopback, with the settings of
 * {@code k8s/broker.xml}. The build unpacks its program to {@code target/artemis} before the integration tests.
 */
public final class ExternalBroker implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("target", "artemis").toAbsolutePath();
    private static final Path OUR_SETTINGS = Path.of("k8s", "broker.xml").toAbsolutePath();
    private static final Pattern SETTINGS = Pattern.compile(
            "<core[^>]*>(.*)<address-settings>(.*)</address-settings>", Pattern.DOTALL);
    private static final String USER = "dromedary";
    /** A small broker that is up in two seconds. */
    private static final Map<String, String> SMALL = Map.of("JAVA_ARGS", "-Xmx256m -XX:+UseSerialGC"
            + " -XX:TieredStopAtLevel=1 -Dlog4j2.disableJmx=true"
            + " --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    private final Path instance;
    private final Path log;
    private final int port = Peers.freePort();
    private final String password = UUID.randomUUID().toString();
    private Process process;

    /** Makes the broker's instance in a new folder below this one; it does not run yet. */
    public ExternalBroker(Path parent) throws IOException {
        instance = parent.resolve("artemis");
        log = parent.resolve("artemis.log");
        Peers.Output made = Peers.run(parent, Map.of(), program().resolve("bin/artemis").toString(), "create",
                instance.toString(), "--silent", "--require-login", "--user", USER, "--password", password, "--role",
                USER, "--host", "127.0.0.1", "--default-port", Integer.toString(port), "--nio", "--no-autotune",
                "--no-web", "--no-amqp-acceptor", "--no-mqtt-acceptor", "--no-stomp-acceptor",
                "--no-hornetq-acceptor");
        if (made.exitValue() != 0) {
            throw new IOException("artemis create ended with " + made.exitValue() + ": " + made.text());
        }
        configure();
    }

    private static Path program() {
        try (Stream<Path> versions = Files.list(PROGRAMS)) {
            return versions.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("No broker is unpacked there; mvn pre-integration-test does that", e);
        }
    }

    private void configure() throws IOException {
        Path file = instance.resolve("etc/broker.xml");
        Matcher ours = SETTINGS.matcher(Files.readString(OUR_SETTINGS));
        if (!ours.find()) {
            throw new IOException("There are no settings of a broker in " + OUR_SETTINGS);
        }
        String configuration = Files.readString(file)
                .replaceAll("(<acceptor name=\"artemis\">tcp://[^?]*)[^<]*", "$1?protocols=CORE")
                .replace("<max-disk-usage>90<", "<max-disk-usage>-1<")
                .replace("<address-settings>", ours.group(1) + "<address-settings>")
                .replace("</address-settings>", ours.group(2) + "</address-settings>");
        Files.writeString(file, configuration);
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Starts it, always at the same port; returns when it listens. */
    public ExternalBroker start() throws IOException {
        process = Peers.startServer(port, log, SMALL, instance.resolve("bin/artemis").toString(), "run");
        return this;
    }

    /** Ends it by SIGKILL; the script has become the JVM. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Loses every message, as a disk does; the broker must not run. */
    public void deleteJournal() {
        ServicesResource.delete(instance.resolve("data"));
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
