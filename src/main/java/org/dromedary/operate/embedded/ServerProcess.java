package org.dromedary.operate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dromedary.operate.settings.StartUpException;

/** The server as the operating system sees it: found again after its parent was killed, stopped, cleaned up after. */
final class ServerProcess {

    private static final System.Logger LOG = System.getLogger(ServerProcess.class.getName());

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private ServerProcess() {
    }

    /** The live server of that folder: any process whose command line names our data, whatever a pid file says. */
    static Optional<ProcessHandle> find(Path folder) {
        String argument = "--datadir=" + folder.resolve("data");
        return ProcessHandle.allProcesses().filter(process -> arguments(process).contains(argument)).findFirst();
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Stops what a killed run left behind; two servers on one data folder would destroy it. */
    static void stopStale(Path folder, Duration patience) throws IOException {
        Optional<ProcessHandle> stale = find(folder);
        if (stale.isPresent()) {
            LOG.log(System.Logger.Level.INFO, "Stopping the MariaDB server {0} of a run that was killed",
                    Long.toString(stale.get().pid()));
            stale.get().destroy();
            if (!Waiting.until(patience, () -> !stale.get().isAlive())) {
                // Its transactions are safe: that is what its log is for.
                stale.get().destroyForcibly();
            }
            if (!Waiting.until(patience, () -> !stale.get().isAlive())) {
                throw new StartUpException("The MariaDB server " + stale.get().pid()
                        + " of a run that was killed does not stop");
            }
        }
        Files.deleteIfExists(folder.resolve("mariadbd.pid"));
    }

    static boolean ended(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * A signal to our process group, as by Ctrl-C or a supervisor, is not for the server: it is stopped by us, when
     * nothing needs it any more.
     */
    static List<String> inItsOwnSession(List<String> command) {
        return Files.isExecutable(SETSID) ? Stream.concat(Stream.of(SETSID.toString()), command.stream()).toList()
                : command;
    }

    /** False if this process is being stopped. */
    static boolean addHook(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    static boolean removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return true;
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    static boolean runningAsRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
