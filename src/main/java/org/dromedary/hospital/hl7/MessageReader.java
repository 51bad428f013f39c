package org.dromedary.hospital.hl7;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Parts bytes into messages: each begins with an MSH segment. The segments around a batch (FHS, BHS, BTS, FTS; HL7 v2.8
 * §2.10.3) and MLLP framing are left out; anything else before the first MSH is handed out like a message, so that nothing
 * is lost. Segments may end with CR, LF or both. Text in UTF-16 is one message.
 */
final class MessageReader {

    private static final int START_BLOCK = 0x0B;
    private static final int END_BLOCK = 0x1C;
    private static final Set<String> BATCH = Set.of("FHS", "BHS", "BTS", "FTS");

    private final InputStream in;
    private final int maxSize;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] next;

    MessageReader(InputStream in, int maxSize) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxSize = maxSize;
    }

    /**
     * The bytes of the next message, or null after the last.
     *
     * @throws Hl7FormatException if it is longer than allowed
     */
    byte[] next() throws IOException, Hl7FormatException {
        while (true) {
            byte[] line = next != null ? next : line();
            next = null;
            if (line == null) {
                return taken();
            }
            String name = name(line);
            byte[] complete = null;
            if (name.equals("MSH")) {
                complete = taken();
            } else if (BATCH.contains(name)) {
                complete = taken();
                line = new byte[0];
            }
            if (complete != null) {
                next = line.length == 0 ? null : line;
                return complete;
            }
            if (message.size() + line.length > maxSize) {
                throw tooLong();
            }
            message.writeBytes(line);
        }
    }

    /** What was gathered, if it is more than blanks. */
    private byte[] taken() {
        byte[] bytes = message.toByteArray();
        message.reset();
        for (byte b : bytes) {
            if (b < 0 || b > ' ') {
                return bytes;
            }
        }
        return null;
    }

    /** The next line with what ends it, without framing; null at the end. */
    private byte[] line() throws IOException, Hl7FormatException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int b = in.read();
        while (b == START_BLOCK || b == END_BLOCK) {
            b = in.read();
        }
        if (b < 0) {
            return null;
        }
        for (; b >= 0; b = in.read()) {
            if (b == END_BLOCK && (peek() == '\r' || peek() < 0)) {
                continue;
            }
            line.write(b);
            if (b == '\r' || b == '\n') {
                break;
            }
            if (line.size() > maxSize) {
                throw tooLong();
            }
        }
        return line.toByteArray();
    }

    private int peek() throws IOException {
        in.mark(1);
        int b = in.read();
        in.reset();
        return b;
    }

    private static Hl7FormatException tooLong() {
        return new Hl7FormatException("a message is longer than dromedary.hl7.max-size");
    }

    /** The name of the segment in this line, if it has one that matters here. */
    private static String name(byte[] line) {
        int from = line.length > 3 && (line[0] & 0xFF) == 0xEF && (line[1] & 0xFF) == 0xBB ? 3 : 0;
        if (line.length < from + 3 || line.length > from + 3 && Character.isLetterOrDigit(line[from + 3])) {
            return "";
        }
        return "" + (char) line[from] + (char) line[from + 1] + (char) line[from + 2];
    }
}
