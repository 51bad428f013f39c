package org.dromedary.operate.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * How long the broker's journal may gather writes before it syncs them: as long as one sync takes on this disk.
 *
 * <p>Artemis' fixed default of 3.3 ms would hold every commit that long on a disk that syncs in microseconds.
 */
final class JournalPace {

    private static final int WRITES = 200;
    private static final long BUDGET_NANOS = 400_000_000L;
    private static final long MIN_NANOS = 20_000L;
    private static final long MAX_NANOS = 3_333_333L;
    private static final int BLOCK = 4096;

    private JournalPace() {
    }

    /** Measured at the first start and kept with the journal. */
    static int bufferTimeoutNanos(Path folder) throws IOException {
        Path file = folder.resolve("journal.properties");
        Properties kept = DataFolder.load(file);
        if (kept.getProperty("buffer-timeout-nanos") == null) {
            kept.setProperty("buffer-timeout-nanos", Long.toString(measure(folder)));
            DataFolder.store(file, kept);
        }
        return Integer.parseInt(kept.getProperty("buffer-timeout-nanos"));
    }

    private static long measure(Path folder) throws IOException {
        Path probe = folder.resolve("pace.probe");
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Like the journal: the file has its length before, so that a sync writes data only.
            channel.write(ByteBuffer.allocateDirect(WRITES * BLOCK), 0);
            channel.force(true);
            long start = System.nanoTime();
            int writes = 0;
            while (writes < WRITES && System.nanoTime() - start < BUDGET_NANOS) {
                channel.write(block.clear(), (long) writes * BLOCK);
                channel.force(false);
                writes++;
            }
            return Math.max(MIN_NANOS, Math.min(MAX_NANOS, (System.nanoTime() - start) / writes));
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
