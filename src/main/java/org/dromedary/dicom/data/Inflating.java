package org.dromedary.dicom.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Opens deflated data sets (PS3.5 §A.5), and what some systems write in their place. */
final class Inflating {
    private static final int HEAD = 8;

    private Inflating() {
    }

    /** Raw deflate as the standard says; with zlib's header, or not deflated at all, if that is tolerated. */
    static InputStream stream(InputStream in, HeaderReader.Tolerance tolerance) throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, HEAD);
        byte[] head = start.readNBytes(HEAD);
        start.unread(head);
        if (isExplicitElement(head)) {
            tolerance.take(Leniency.WRONG_SYNTAX, "Not deflated", 0);
            return start;
        }
        boolean zlib = head.length > 1 && head[0] == 0x78 && ((head[0] << 8 | head[1] & 0xFF) % 31) == 0;
        if (zlib) {
            tolerance.take(Leniency.WRONG_SYNTAX, "Deflated with a zlib header", 0);
        }
        return new OwnInflater(start, new Inflater(!zlib));
    }

    private static boolean isExplicitElement(byte[] head) {
        return head.length == HEAD && head[1] == 0 && Vr.ofCode((head[4] & 0xFF) << 8 | head[5] & 0xFF) != null;
    }

    /** Frees the native memory at the end of the stream, since a data set reader is never closed. */
    private static final class OwnInflater extends InflaterInputStream {
        private boolean ended;

        OwnInflater(InputStream in, Inflater inflater) {
            super(in, inflater, 8192);
        }

        @Override
        public int read(byte[] target, int at, int count) throws IOException {
            if (ended) {
                return -1;
            }
            int read = super.read(target, at, count);
            if (read < 0) {
                ended = true;
                inf.end();
            }
            return read;
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
