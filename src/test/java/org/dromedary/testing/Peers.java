package org.dromedary.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests talk to: found on the path, started on loopback, ended by their process handle. */
public final class Peers {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int LOWEST_PORT = 12_000;
    /** Linux's usual ip_local_port_range begins here. */
    private static final int LOWEST_EPHEMERAL_PORT = 32_768;

    private Peers() { }

    /** Skips the test where the program is missing, or fails it where peers are required. */
    public static void require(String program) {
        if (find(program) == null) {
            String message = program + " is not installed";
            if (required()) {
                Assertions.fail(message + ", but DROMEDARY_REQUIRE_PEERS is set");
            }
            Assumptions.abort(message);
        }
    }

    private static boolean required() {
        return Boolean.parseBoolean(System.getProperty("DROMEDARY_REQUIRE_PEERS",
                System.getenv().getOrDefault("DROMEDARY_REQUIRE_PEERS", "false")));
    }

    /** The program's file, or null. */
    public static Path find(String program) {
        List<String> folders = new ArrayList<>(Arrays.asList(
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        folders.addAll(List.of("/usr/sbin", "/usr/local/sbin"));
        for (String folder : folders) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    /**
     * A port that was free a moment ago, below those from which the system serves outgoing connections: one that a
     * killed server leaves for a while is not taken by the connections that look for that very server.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_EPHEMERAL_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("No free port found");
    }

    /** Starts a server and waits until its port answers. */
    public static Process startServer(int port, Path log, Map<String, String> environment, String... command)
            throws IOException {
        Process process = start(log, environment, command);
        try {
            await(process, command[0] + " answers on its port", () -> answers(port));
        } catch (RuntimeException e) {
            stop(process);
            throw e;
        }
        return process;
    }

    /** Waits for a condition while the process lives. */
    public static void await(Process process, String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(START_LIMIT).pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("The process ended with " + process.exitValue());
                    }
                    return condition.call();
                });
    }

    public static Process start(Path log, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a program to its end. */
    public static Output run(Path folder, Map<String, String> environment, String... command) throws IOException {
        Path log = Files.createTempFile(folder, "peer", ".log");
        Process process = start(log, environment, command);
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                stop(process);
                throw new IOException(command[0] + " did not end in five minutes");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Output(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }

    /** How a program ended and what it said on both streams. */
    public record Output(int exitValue, String text) { }
}
