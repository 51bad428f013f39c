package org.dromedary.coordination.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dromedary.ledger.ServiceFiles;

/**
 * The audit trail: files in {@code audit/} of the data folder, a record a line, each with the hash of the one before; a
 * new file each day, or when one is full. The running program and commands write it together. Nothing of it is ever
 * changed or removed by this program.
 */
final class AuditTrail {

    private static final Object ONE_OF_THIS_PROCESS = new Object();

    private final Path folder;
    private final Path head;
    private final Path lock;
    private final long maxFileSize;
    private final Clock clock;
    private long syncedNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);

    AuditTrail(Path dataDir, long maxFileSize, Clock clock) {
        this.folder = dataDir.resolve("audit");
        this.head = dataDir.resolve("audit-head");
        this.lock = dataDir.resolve("audit.lock");
        this.maxFileSize = maxFileSize;
        this.clock = clock;
    }

    /** Work on the trail while nobody else does. */
    interface Work<T> {

        T run() throws IOException;
    }

    <T> T alone(Work<T> work) throws IOException {
        synchronized (ONE_OF_THIS_PROCESS) {
            ServiceFiles.folder(folder);
            try (FileChannel channel = ServiceFiles.open(lock, ServiceFiles.CREATE);
                    FileLock held = channel.lock()) {
                return work.run();
            }
        }
    }

    /** Adds a record; it is on disk within a second, at once if it is the first for so long. */
    AuditRecord append(String xml) throws IOException {
        return alone(() -> {
            AuditHead end = end();
            AuditRecord record = AuditRecord.after(end.number(), end.hash(), xml);
            String file = fileFor(record, end);
            Path path = folder.resolve(file);
            long length;
            try (FileChannel channel = ServiceFiles.open(path, ServiceFiles.APPEND)) {
                write(channel, record.line() + "\n");
                length = channel.size();
                if (System.nanoTime() - syncedNanos >= TimeUnit.SECONDS.toNanos(1)) {
                    channel.force(false);
                    syncedNanos = System.nanoTime();
                }
            }
            new AuditHead(record.number(), record.hash(), file, length).write(head);
            return record;
        });
    }

    private String fileFor(AuditRecord record, AuditHead end) {
        String today = "audit-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) + "-";
        boolean goesOn = end.file().startsWith(today) && end.length() < maxFileSize;
        return goesOn ? end.file() : today + String.format("%012d.log", record.number());
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The end as it is known, with records that a crash kept from it; half a line at the end is taken away. */
    private AuditHead end() throws IOException {
        AuditHead known = AuditHead.read(head).orElse(null);
        List<String> files = files();
        if (known == null && files.isEmpty()) {
            return AuditHead.NONE;
        }
        String file = known == null ? files.get(files.size() - 1) : known.file();
        Path path = folder.resolve(file);
        if (known != null && (!Files.exists(path) || Files.size(path) <= known.length())) {
            return known;
        }
        AuditHead end = known == null ? new AuditHead(0, ChainHash.NONE, file, 0) : known;
        byte[] bytes = Files.readAllBytes(path);
        int from = (int) end.length();
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                Optional<AuditRecord> record = AuditRecord.of(new String(Arrays.copyOfRange(bytes, from, i),
                        StandardCharsets.UTF_8));
                from = i + 1;
                if (record.isPresent() && record.get().number() > end.number()) {
                    end = new AuditHead(record.get().number(), record.get().hash(), file, from);
                }
            }
        }
        if (from < bytes.length) {
            try (FileChannel channel = FileChannel.open(path, ServiceFiles.CREATE)) {
                channel.truncate(from);
            }
        }
        return end;
    }

    /** Names of the files, in the order of their records. */
    List<String> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            // The number of the first record is behind the day, which a clock that was set back would mix up.
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("audit-\\d{4}-\\d{2}-\\d{2}-\\d{12}\\.log"))
                    .sorted((one, other) -> one.substring(17).compareTo(other.substring(17))).toList();
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Optional<AuditHead> head() throws IOException {
        return AuditHead.read(head);
    }
}
