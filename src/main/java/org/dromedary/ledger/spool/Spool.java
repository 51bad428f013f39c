package org.dromedary.ledger.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Where objects wait between source and target: {@code <root>/<study-hash>/<series>/<object>.dcm}. A file has its final
 * name only when it is complete; {@link #sync} makes a series durable.
 */
public final class Spool {

    private static final Pattern SAFE = Pattern.compile("[0-9.]{1,64}");
    private static final String SUFFIX = ".dcm";
    private static final String CONVERTED = ".converted" + SUFFIX;
    /** No object arrives for so long without a byte. */
    private static final Duration ABANDONED = Duration.ofHours(1);
    /** No process keeps a late object for so long. */
    private static final Duration ABANDONED_LATE = Duration.ofHours(12);

    private final Path root;
    private final AtomicLong bytes = new AtomicLong();

    public Spool(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** Where objects are while they arrive. */
    public Path incoming() {
        return root.resolve("incoming");
    }

    /** Where objects are that came after their series had ended, until it is asked for again. */
    public Path late() {
        return root.resolve("late");
    }

    /** Whether it failed because the disk, or our share of it, is full (ENOSPC, EDQUOT). */
    public static boolean isFull(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "";
            if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /** Makes the spool's folder, if need be, so that only this user can enter it. */
    private void createRoot() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** How full spool and disk are; cheap. */
    public Watermark.Level level() throws IOException {
        createRoot();
        FileStore disk = Files.getFileStore(root);
        return new Watermark.Level(Math.max(0, bytes.get()), disk.getTotalSpace(), disk.getUsableSpace());
    }

    /** A file of that size was written, or removed if negative, by others than {@link #remove}. */
    public void grewBy(long size) {
        bytes.addAndGet(size);
    }

    /** Counts the files anew, and deletes what a killed process left half received. */
    public void recount() throws IOException {
        long[] sum = new long[1];
        if (Files.isDirectory(root)) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (isAbandoned(file, attributes.lastModifiedTime().toInstant())) {
                        Files.deleteIfExists(file);
                    } else {
                        sum[0] += attributes.size();
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException goneMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        bytes.set(sum[0]);
    }

    private boolean isAbandoned(Path file, Instant modified) {
        Duration limit = file.startsWith(incoming()) ? ABANDONED : file.startsWith(late()) ? ABANDONED_LATE : null;
        return limit != null && modified.isBefore(Instant.now().minus(limit));
    }

    /** The folder of a series; it need not exist. */
    public Path seriesFolder(String studyInstanceUid, String seriesInstanceUid) {
        return root.resolve(hash(studyInstanceUid)).resolve(safe(seriesInstanceUid));
    }

    /** Where objects of a series lie that can't be told from others, until a person has looked at them. */
    public Path asideFolder(String studyInstanceUid, String seriesInstanceUid) {
        return root.resolve("aside").resolve(hash(studyInstanceUid)).resolve(safe(seriesInstanceUid));
    }

    /** Where the converted form of an object lies, beside the object's own file. */
    public static String convertedName(String fileName) {
        String stem = fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : fileName;
        return stem + CONVERTED;
    }

    /** The file name of an object; an invalid UID (PS3.5 §9.1) is replaced by its hash: no name leaves the folder. */
    public static String fileName(String sopInstanceUid) {
        return safe(sopInstanceUid) + SUFFIX;
    }

    /** Forces the files' content and their names to disk (law 3). */
    public static void sync(Path folder, Collection<String> fileNames) throws IOException {
        for (String name : fileNames) {
            try (FileChannel file = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
                file.force(false);
            }
        }
        syncFolder(folder);
        syncFolder(folder.getParent());
        syncFolder(folder.getParent().getParent());
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes what is left of a series, and its study's folder if that is empty; nothing there is fine. */
    public void remove(String studyInstanceUid, String seriesInstanceUid) throws IOException {
        Path folder = seriesFolder(studyInstanceUid, seriesInstanceUid);
        empty(folder);
        Files.deleteIfExists(folder);
        try {
            Files.deleteIfExists(folder.getParent());
        } catch (java.nio.file.DirectoryNotEmptyException otherSeriesOfTheStudy) {
            // they leave it later
        }
    }

    /** Deletes the files of one series folder. */
    private void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                long size = file.toFile().length();
                if (Files.deleteIfExists(file)) {
                    grewBy(-size);
                }
            }
        } catch (NoSuchFileException nothingThere) {
            // as wished
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String safe(String uid) {
        return SAFE.matcher(uid).matches() && !uid.startsWith(".") ? uid : "x" + hash(uid);
    }

    private static String hash(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 10);
    }

    /** A new SHA-256 digest (FIPS 180-4). */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
