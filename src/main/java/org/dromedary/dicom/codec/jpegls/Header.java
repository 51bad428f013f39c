package org.dromedary.dicom.codec.jpegls;

import org.dromedary.dicom.codec.frame.CodecException;

/** What the marker segments of a codestream say up to a scan (T.87 Annex C). */
final class Header {

    private static final int SOF55 = 0xF7;
    private static final int LSE = 0xF8;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int APP8 = 0xE8;
    private static final int PRESETS = 5;

    private final byte[] in;
    private final int start;
    private final int end;
    private int place;

    int precision;
    /** 0 where DNL shall say it. */
    int rows;
    int columns;
    int[] components = {};
    /** Rows between restart markers, 0 for none. */
    long restartInterval;
    /** HP's colour transform, 0 for none. */
    int colourTransform;
    /** Components of the next scan, as indices. */
    int[] scan = {};
    int near;
    /** 0 none, 1 by line, 2 by sample. */
    int interleave;
    private final int[] preset = new int[PRESETS];

    Header(byte[] in, int start, int end) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.place = start;
    }

    Parameters parameters() throws CodecException {
        return Parameters.of(precision, near, preset);
    }

    int place() {
        return place;
    }

    void moveTo(int newPlace) {
        place = newPlace;
    }

    void start() throws CodecException {
        if (end - place < 2 || (in[place] & 0xFF) != 0xFF || (in[place + 1] & 0xFF) != SOI) {
            throw problem("No JPEG codestream begins");
        }
        place += 2;
    }

    /**
     * Reads the segments before the next scan.
     *
     * @return false at the end of the image
     */
    boolean nextScan() throws CodecException {
        while (true) {
            int marker = marker();
            if (marker == EOI) {
                return false;
            }
            int next = segmentEnd();
            segment(marker, next);
            place = next;
            if (marker == SOS) {
                return true;
            }
        }
    }

    /** Steps over a restart marker, which must be next. */
    void restartMarker(int number) throws CodecException {
        int expected = 0xD0 + (number & 7);
        if (marker() != expected) {
            throw problem("No restart marker " + (number & 7) + " is");
        }
    }

    private int marker() throws CodecException {
        if (end - place < 2 || in[place] != -1) {
            throw problem("No JPEG marker is");
        }
        while (place < end && in[place] == -1) {
            place++;
        }
        if (place == end) {
            throw problem("The JPEG codestream ends");
        }
        return in[place++] & 0xFF;
    }

    private int segmentEnd() throws CodecException {
        int length = end - place < 2 ? 0 : number(2);
        if (length < 2 || length - 2 > end - place) {
            throw problem("A JPEG marker segment has the wrong length");
        }
        return place + length - 2;
    }

    private void segment(int marker, int next) throws CodecException {
        if (marker == SOF55) {
            frame(next);
        } else if (marker == SOS) {
            scan(next);
        } else if (marker == LSE) {
            preset(next);
        } else if (marker == DRI) {
            restartInterval = size(next);
        } else if (marker == DNL) {
            lines(size(next));
        } else if (marker == APP8) {
            colour(next);
        } else if (marker < 0xE0 || marker > 0xFE || marker > 0xEF && marker < 0xFE) {
            throw problem("A JPEG marker that JPEG-LS does not have, FF" + Integer.toHexString(marker) + ", is");
        }
    }

    private void frame(int next) throws CodecException {
        need(next, 6);
        if (precision != 0) {
            throw problem("A second frame header is");
        }
        precision = number(1);
        int y = number(2);
        int x = number(2);
        rows = y == 0 ? rows : y;
        columns = x == 0 ? columns : x;
        int count = number(1);
        if (precision < 2 || precision > 16 || count < 1 || count > Model.MAX_SAMPLES) {
            throw problem("JPEG-LS frames of " + count + " components of " + precision
                    + " bits are not read; such is");
        }
        need(next, 3 * count);
        components = new int[count];
        for (int i = 0; i < count; i++) {
            components[i] = number(1);
            if (number(1) != 0x11) {
                throw problem("Subsampled JPEG-LS components are not read; such are");
            }
            place++;
        }
    }

    private void scan(int next) throws CodecException {
        need(next, 1);
        int count = number(1);
        if (count < 1 || count > components.length) {
            throw problem("A scan of " + count + " components is");
        }
        need(next, 2 * count + 3);
        scan = new int[count];
        for (int i = 0; i < count; i++) {
            scan[i] = component(number(1));
            if (number(1) != 0) {
                throw problem("JPEG-LS mapping tables are not read; a scan that needs one is");
            }
        }
        near = number(1);
        interleave = number(1);
        int pointTransform = number(1);
        if (interleave > 2 || interleave == 0 && count > 1 || pointTransform != 0) {
            throw problem("A scan of " + count + " components with interleave " + interleave + " and point transform "
                    + pointTransform + " is");
        }
    }

    private int component(int id) throws CodecException {
        for (int i = 0; i < components.length; i++) {
            if (components[i] == id) {
                return i;
            }
        }
        throw problem("A scan of component " + id + ", which the frame does not have, is");
    }

    private void preset(int next) throws CodecException {
        need(next, 1);
        int type = number(1);
        if (type == 1) {
            need(next, 2 * PRESETS);
            for (int i = 0; i < PRESETS; i++) {
                preset[i] = number(2);
            }
        } else if (type == 4) {
            need(next, 1);
            int size = number(1);
            need(next, 2 * size);
            if (size < 1 || size > 4) {
                throw problem("A size of " + size + " bytes is");
            }
            lines(number(size) & 0xFFFFFFFFL);
            columns = number(size);
        } else if (type != 2 && type != 3) {
            throw problem("JPEG-LS parameters of the unknown type " + type + " are");
        }
    }

    private void lines(long count) throws CodecException {
        if (count < 1 || count > Integer.MAX_VALUE || rows != 0 && rows != count) {
            throw problem("A number of lines that differs is");
        }
        rows = (int) count;
    }

    /** HP's transforms, which CharLS reads: "mrfx" and one byte. */
    private void colour(int next) {
        if (next - place == 5 && in[place] == 'm' && in[place + 1] == 'r' && in[place + 2] == 'f'
                && in[place + 3] == 'x') {
            colourTransform = in[place + 4] & 0xFF;
        }
    }

    private long size(int next) throws CodecException {
        if (next - place < 2 || next - place > 4) {
            throw problem("A JPEG marker segment has the wrong length");
        }
        return number(next - place) & 0xFFFFFFFFL;
    }

    private void need(int next, int count) throws CodecException {
        if (next - place < count) {
            throw problem("A JPEG marker segment is too short");
        }
    }

    private int number(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | in[place++] & 0xFF;
        }
        return value;
    }

    CodecException problem(String what) {
        return new CodecException(what, place - start);
    }
}
