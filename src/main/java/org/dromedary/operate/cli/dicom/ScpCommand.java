package org.dromedary.operate.cli.dicom;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dicom scp}: receives objects into a folder (C-STORE SCP, PS3.4 §B.2). */
@Command(name = "scp", mixinStandardHelpOptions = true, description = "Receive objects into a folder (C-STORE SCP).")
public final class ScpCommand extends DicomTool {

    private static final long CHECK_MILLIS = 50;

    @Option(names = "--port", required = true, paramLabel = "P", description = "Where to listen; 0 takes a free one.")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "The address to listen at; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private InetAddress bind;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Option(names = "--aet", paramLabel = "AET", description = "Accept only this called AE title (default: any).")
    private String aeTitle;

    @Option(names = "--sha256", description = "Print the SHA-256 of each data set.")
    private boolean sha256;

    @Option(names = "--count", paramLabel = "N", description = "End after this many objects.")
    private long count;

    @Option(names = "--idle", paramLabel = "SECONDS", description = "End when nothing came for this long.")
    private long idle;

    private final Transfer transfer = new Transfer();

    @Override
    int run() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            interrupted.countDown();
            awaitQuietly(finished);
        }, "dicom-scp-end");
        try (ScpServer server = server()) {
            server.start();
            Runtime.getRuntime().addShutdownHook(hook);
            print("Listening on " + bind.getHostAddress() + ":" + server.port() + ", writing to " + out);
            long started = System.nanoTime();
            while (!interrupted.await(CHECK_MILLIS, TimeUnit.MILLISECONDS) && !isDone(started)) {
                continue;
            }
        } finally {
            print(transfer.summary());
            finished.countDown();
            removeHook(hook);
        }
        return OK;
    }

    private boolean isDone(long started) {
        if (count > 0 && transfer.objects() >= count) {
            return true;
        }
        long quiet = transfer.objects() == 0 ? System.nanoTime() - started : transfer.idleNanos();
        return idle > 0 && quiet > TimeUnit.SECONDS.toNanos(idle);
    }

    private ScpServer server() {
        StoreHandler folder = new ReceiveFolder(out, transfer, sha256 ? (uid, hash) -> print(hash + "  " + uid) : null);
        ScpServer.Builder server = ScpServer.builder().bind(bind).port(port).acceptUnknownSopClasses()
                .store(folder);
        if (aeTitle != null) {
            server.aeTitle(PeerOptions.checked(aeTitle));
        }
        return server.build();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return;
        }
    }

    @Override
    String activity() {
        return "Receiving at " + bind.getHostAddress() + ":" + port;
    }
}
