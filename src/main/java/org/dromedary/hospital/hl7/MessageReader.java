package org.dromedary.hospital.hl7;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parts the bytes of a file or a batch into messages: each begins with an MSH segment. The segments around a batch
 * (FHS, BHS, BTS, FTS; HL7 v2.8 §2.10.3) and MLLP framing are left out; anything else before the first MSH is handed
 * out like a message, so that nothing is lost. Segments may end with CR, LF or both. Text in UTF-16 is one message. A
 * line within the text of a report parts nothing, whatever it looks like: its message is kept whole, and found to be in
 * doubt.
 */
final class MessageReader {

    private static final int START_BLOCK = 0x0B;
    private static final int END_BLOCK = 0x1C;
    /** Of the line that begins a message or batch, what is looked at. */
    private static final int HEAD = 16;

    private final InputStream in;
    private final int maxSize;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] next;
    private char separator = '|';
    /** Whether a block of MLLP begins with the line that was read last, and whether one has begun that did not end. */
    private boolean framed;
    private boolean inBlock;
    /** Whether the block of the message that is being gathered has ended. */
    private boolean ended;
    private boolean inText;
    private String open = "";
    private int separators;

    MessageReader(InputStream in, int maxSize) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxSize = maxSize;
    }

    /** The bytes without what stands before an MSH segment, if that is nothing but blanks. */
    static byte[] withoutBlanks(byte[] block) {
        int from = 0;
        while (from < block.length && block[from] >= 0 && block[from] <= ' ') {
            from++;
        }
        byte[] rest = Arrays.copyOfRange(block, from, block.length);
        return isHeader(head(rest)) ? rest : block;
    }

    /** Whether these bytes are a batch or a file of messages, not one message. */
    static boolean isBatch(byte[] block) {
        String head = head(block);
        return isHeader(head) && !head.startsWith("MSH");
    }

    /**
     * The bytes of the next message, or null after the last.
     *
     * @throws Hl7FormatException if it is longer than allowed
     */
    byte[] next() throws IOException, Hl7FormatException {
        while (true) {
            byte[] line = next != null ? next : line();
            boolean again = next != null;
            next = null;
            if (line == null) {
                return taken();
            }
            String head = head(line);
            boolean parts = again || framed || !inText;
            boolean header = parts && isHeader(head);
            boolean envelope = header && !head.startsWith("MSH") || parts && isTrailer(head);
            byte[] complete = header || envelope || framed && !again ? taken() : null;
            separator = header ? head.charAt(Segmentation.NAME) : separator;
            if (complete != null) {
                next = envelope ? null : line;
                return complete;
            }
            if (!envelope) {
                add(line);
            }
        }
    }

    private void add(byte[] line) throws Hl7FormatException {
        if (message.size() + line.length > maxSize) {
            throw tooLong();
        }
        message.writeBytes(line);
        String text = new String(line, StandardCharsets.ISO_8859_1);
        String name = text.substring(0, Math.min(text.length(), Segmentation.NAME));
        boolean segment = Segmentation.isSegment(text, 0, separator)
                && (!inText || SegmentNames.isDefined(name) && !SegmentNames.isEnvelope(name));
        open = segment ? name : open;
        separators = (segment ? 0 : separators) + (int) text.chars().filter(c -> c == separator).count();
        inText = !ended && Segmentation.isInText(open, 0, separators);
    }

    /** What was gathered, if it is more than blanks. */
    private byte[] taken() {
        byte[] bytes = message.toByteArray();
        message.reset();
        ended = false;
        inText = false;
        open = "";
        separators = 0;
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
        framed = b == START_BLOCK && isHeader(new String(peek(Segmentation.NAME + 2), StandardCharsets.ISO_8859_1));
        inBlock |= framed;
        if (framed) {
            b = in.read();
        }
        for (; b >= 0; b = in.read()) {
            if (b == END_BLOCK && endsBlock()) {
                inBlock = false;
                ended = true;
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
        return line.size() == 0 ? null : line.toByteArray();
    }

    /** FS CR ends a block; without one that began before, only where nothing but another message or the end follows. */
    private boolean endsBlock() throws IOException {
        String next = new String(peek(HEAD), StandardCharsets.ISO_8859_1);
        String behind = next.replaceFirst("^[\r\n\u000B]+", "");
        return next.isEmpty() || next.startsWith("\r") && (inBlock || behind.isEmpty() || isHeader(behind));
    }

    private byte[] peek(int length) throws IOException {
        in.mark(length);
        byte[] next = in.readNBytes(length);
        in.reset();
        return next;
    }

    private static Hl7FormatException tooLong() {
        return new Hl7FormatException("a message is longer than dromedary.hl7.max-size");
    }

    /** The beginning of a line, without a byte order mark. */
    private static String head(byte[] line) {
        boolean marked = line.length > 3 && (line[0] & 0xFF) == 0xEF && (line[1] & 0xFF) == 0xBB;
        int from = marked ? 3 : 0;
        return new String(line, from, Math.min(HEAD, line.length - from), StandardCharsets.ISO_8859_1);
    }

    /** MSH, FHS or BHS with its own delimiters: a field separator, and encoding characters that are no letters. */
    private static boolean isHeader(String head) {
        String name = head.length() < Segmentation.NAME + 2 ? "" : head.substring(0, Segmentation.NAME);
        return (name.equals("MSH") || name.equals("FHS") || name.equals("BHS"))
                && isDelimiter(head.charAt(Segmentation.NAME)) && isDelimiter(head.charAt(Segmentation.NAME + 1));
    }

    private boolean isTrailer(String head) {
        return (head.startsWith("BTS") || head.startsWith("FTS")) && Segmentation.isSegment(head, 0, separator);
    }

    private static boolean isDelimiter(char c) {
        return c > ' ' && c != 0x7F && !Character.isLetterOrDigit(c);
    }
}
