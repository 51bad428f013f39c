package org.dromedary.operate;

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
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void write(int value) throws IOException {
        int b = value & 0xFF;
        if (afterCr) {
            afterCr = false;
            if (b == '\n') {
                out.write('\r');
            } else {
                show('\r');
            }
        }
        if (afterLead) {
            afterLead = false;
            if (b >= 0x80 && b < 0xA0) {
                show(b);
                return;
            }
            out.write(LEAD_OF_C1);
        }
        if (b == '\r') {
            afterCr = true;
        } else if (utf8 && b == LEAD_OF_C1) {
            afterLead = true;
        } else if (b < ' ' && b != '\n' && b != '\t' || b == 0x7F || !utf8 && b >= 0x80 && b < 0xA0) {
            show(b);
        } else {
            out.write(b);
        }
    }

    private void show(int b) throws IOException {
        out.write(String.format("\\x%02X", b).getBytes(StandardCharsets.US_ASCII));
    }
}
