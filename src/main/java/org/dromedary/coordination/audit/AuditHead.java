package org.dromedary.coordination.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dromedary.ledger.ServiceFiles;

/**
 * Where the trail ends, kept apart from it, so that a trail that was cut off is found.
 *
 * @param number of the last record; 0: there is none
 * @param file in which it is
 * @param length of that file behind it
 */
record AuditHead(long number, String hash, String file, long length) {

    static final AuditHead NONE = new AuditHead(0, ChainHash.NONE, "", 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{18}) ([0-9a-f]{64}) (\\d{18}) ([A-Za-z0-9.-]+)\\s*");

    /** Empty if there is none, or none that can be read. */
    static Optional<AuditHead> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
        return text.matches() ? Optional.of(new AuditHead(Long.parseLong(text.group(1)), text.group(2), text.group(4),
                Long.parseLong(text.group(3)))) : Optional.empty();
    }

    /** Always of the same length: in one write it is there, or what was there before. */
    void write(Path path) throws IOException {
        String text = String.format("%018d %s %018d %s%n", number, hash, length, file);
        try (FileChannel channel = ServiceFiles.open(path, ServiceFiles.CREATE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        }
    }
}
