package org.dromedary.dicom.codec.jpeg;

/** Second bytes of the marker codes (T.81 Table B.1). */
final class Marker {
    static final int SOF0_BASELINE = 0xC0;
    static final int SOF1_EXTENDED = 0xC1;
    static final int SOF2_PROGRESSIVE = 0xC2;
    static final int SOF3_LOSSLESS = 0xC3;
    static final int DHT = 0xC4;
    static final int JPG = 0xC8;
    static final int DAC = 0xCC;
    static final int SOF15 = 0xCF;
    static final int RST0 = 0xD0;
    static final int RST7 = 0xD7;
    static final int SOI = 0xD8;
    static final int EOI = 0xD9;
    static final int SOS = 0xDA;
    static final int DQT = 0xDB;
    static final int DNL = 0xDC;
    static final int DRI = 0xDD;
    static final int APP0 = 0xE0;
    static final int APP14 = 0xEE;
    static final int SOF55_JPEG_LS = 0xF7;
    static final int TEM = 0x01;

    private Marker() {
    }

    static boolean restart(int code) {
        return code >= RST0 && code <= RST7;
    }

    /** Start of a frame, of whatever process. */
    static boolean frame(int code) {
        return code >= SOF0_BASELINE && code <= SOF15 && code != DHT && code != JPG && code != DAC
                || code == SOF55_JPEG_LS;
    }
}
