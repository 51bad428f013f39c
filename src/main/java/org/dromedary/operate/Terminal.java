package org.dromedary.operate;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Standard output without what acts on a terminal: the names and comments that we print come from archives and senders.
 * Tabulators and line ends stay, every other control character is shown as {@code \\}{@code x1B}.
 */
final class Terminal extends FilterOutputStream {

    private static final int LEAD_OF_C1 = 0xC2;

    private final boolean utf8;
    private boolean afterCr;
    private boolean afterLead;

    private Terminal(OutputStream out, Charset charset) {
        super(out);
        utf8 = charset.equals(StandardCharsets.UTF_8);
    }

    /** Puts this before the standard streams of the process. */
    static void guard() {
        System.setOut(guarded(System.out));
        System.setErr(guarded(System.err));
    }

    static PrintStream guarded(PrintStream out) {
        Charset charset = Charset.defaultCharset();
        return new PrintStream(new Terminal(out, charset), true, charset);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream(length + 16);
        for (int i = from; i < from + length; i++) {
            take(bytes[i] & 0xFF, shown);
        }
        shown.writeTo(out);
    }

    private void take(int b, ByteArrayOutputStream shown) {
        if (afterCr) {
            afterCr = false;
            if (b == '\n') {
                shown.write('\r');
            } else {
                escape('\r', shown);
            }
        }
        if (afterLead) {
            afterLead = false;
            if (b >= 0x80 && b < 0xA0) {
                escape(b, shown);
                return;
            }
            shown.write(LEAD_OF_C1);
        }
        if (b == '\r') {
            afterCr = true;
        } else if (utf8 && b == LEAD_OF_C1) {
            afterLead = true;
        } else if (b < ' ' && b != '\n' && b != '\t' || b == 0x7F || !utf8 && b >= 0x80 && b < 0xA0) {
            escape(b, shown);
        } else {
            shown.write(b);
        }
    }

    private static void escape(int b, ByteArrayOutputStream shown) {
        shown.writeBytes(String.format("\\x%02X", b).getBytes(StandardCharsets.US_ASCII));
    }
}
