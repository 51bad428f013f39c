package org.dromedary.dicom.codec.j2k;

/**
 * Writes an HT cleanup segment (T.814 §7.1): magnitudes and signs from its start on, the run-length code after them,
 * the quads' codes from its end back.
 */
final class HtSegment {

    /** 4096 coefficients of 30 bits, stuffing included. */
    private static final int MAX_MAGNITUDES = 18000;
    static final int MAX_CODES = 8192;

    private final byte[] bytes = new byte[MAX_MAGNITUDES + 2 * MAX_CODES];
    private int length;
    private long pending;
    private int pendingBits;
    /** Bits of the next byte: seven after FF. */
    private int room;

    private final HtMelEncoder mel = new HtMelEncoder();

    /** Last byte first. */
    private final byte[] vlc = new byte[MAX_CODES];
    private int vlcLength;
    private int vlcPending;
    private int vlcBits;
    private boolean vlcMayStuff;

    void start() {
        length = 0;
        pending = 0;
        pendingBits = 0;
        room = 8;
        mel.start();
        vlcLength = 1;
        vlcPending = 0xF;
        vlcBits = 4;
        vlcMayStuff = true;
    }

    /** Up to 30 bits of magnitude and sign. */
    void magnitude(int value, int bits) {
        pending |= (long) (value & (1 << bits) - 1) << pendingBits;
        pendingBits += bits;
        while (pendingBits >= room) {
            int next = (int) pending & (1 << room) - 1;
            pending >>>= room;
            pendingBits -= room;
            bytes[length++] = (byte) next;
            room = next == 0xFF ? 7 : 8;
        }
    }

    /** An event of the run-length code. */
    void event(boolean happens) {
        mel.event(happens);
    }

    /** Up to 16 bits of the quads' codes. */
    void code(int value, int bits) {
        vlcPending |= value << vlcBits;
        vlcBits += bits;
        while (vlcBits >= 8) {
            boolean stuffs = vlcMayStuff && (vlcPending & 0x7F) == 0x7F;
            int next = stuffs ? 0x7F : vlcPending & 0xFF;
            vlc[vlcLength++] = (byte) next;
            vlcPending >>>= stuffs ? 7 : 8;
            vlcBits -= stuffs ? 7 : 8;
            vlcMayStuff = next > 0x8F;
        }
    }

    /** Ends all three parts and joins them; returns the length of {@link #bytes()}. */
    int finish() {
        finishMagnitudes();
        int melLength = mel.finish();
        if (vlcBits > 0) {
            vlc[vlcLength++] = (byte) vlcPending;
        }
        System.arraycopy(mel.bytes(), 0, bytes, length, melLength);
        length += melLength;
        int suffix = melLength + vlcLength;
        vlc[0] = (byte) (suffix >> 4);
        vlc[1] = (byte) (vlc[1] & 0xF0 | suffix & 0xF);
        for (int i = vlcLength - 1; i >= 0; i--) {
            bytes[length++] = vlc[i];
        }
        return length;
    }

    /** Filled up with ones; a last byte of FF is what a decoder assumes. */
    private void finishMagnitudes() {
        if (pendingBits > 0) {
            int last = (int) pending | -1 << pendingBits & (1 << room) - 1;
            if (last != 0xFF) {
                bytes[length++] = (byte) last;
            }
        } else if (room == 7) {
            length--;
        }
    }

    byte[] bytes() {
        return bytes;
    }
}
