package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** The marker segments that {@link J2kEncoder} writes (T.800 Annex A; T.814 Annex A). */
final class HeaderWriter {

    private static final int HT_CAPABILITY = 0x4000;
    /** Pcap with the bit of Part 15. */
    private static final int PART_15 = 1 << 32 - 15;
    private static final int SINGLE_TILE_PART = 12;

    private final ByteArrayOutputStream out;

    HeaderWriter(ByteArrayOutputStream out) {
        this.out = out;
    }

    /** @param mostPlanes magnitude bit-planes of the sub-band that has most, for CAP */
    void main(PixelFormat format, CodingStyle style, Quantization quantization, boolean transformed,
            int mostPlanes) {
        boolean ht = style.is(CodingStyle.HIGH_THROUGHPUT);
        u16(Markers.SOC);
        size(format, ht);
        if (ht) {
            u16(Markers.CAP);
            u16(8);
            u32(PART_15);
            u16(magnitudeBound(mostPlanes));
        }
        u16(Markers.COD);
        u16(12);
        u8(0);
        u8(0);
        u16(1);
        u8(transformed ? 1 : 0);
        u8(style.levels());
        u8(style.blockWidth() - 2);
        u8(style.blockHeight() - 2);
        u8(style.style());
        u8(1);
        u16(Markers.QCD);
        u16(3 + quantization.exponents().length);
        u8(quantization.guardBits() << 5);
        for (int exponent : quantization.exponents()) {
            u8(exponent << 3);
        }
    }

    private void size(PixelFormat format, boolean ht) {
        u16(Markers.SIZ);
        u16(38 + 3 * format.samples());
        u16(ht ? HT_CAPABILITY : 0);
        for (int i = 0; i < 2; i++) {
            u32(format.columns());
            u32(format.rows());
            u32(0);
            u32(0);
        }
        u16(format.samples());
        for (int i = 0; i < format.samples(); i++) {
            u8(format.bitsStored() - 1 | (format.signed() ? 0x80 : 0));
            u8(1);
            u8(1);
        }
    }

    /** Ccap15 of HT code-blocks only, one set each, reversible: no more than the bound on magnitudes (T.814 §A.3). */
    private static int magnitudeBound(int planes) {
        if (planes <= 8) {
            return 0;
        }
        return planes < 28 ? planes - 8 : 13 + (planes >> 2);
    }

    /** The only tile-part's header, for packets of that length. */
    void tilePart(int packets) {
        u16(Markers.SOT);
        u16(10);
        u16(0);
        u32(SINGLE_TILE_PART + 2 + packets);
        u8(0);
        u8(1);
        u16(Markers.SOD);
    }

    void end() {
        u16(Markers.EOC);
        if (out.size() % 2 != 0) {
            u8(0);
        }
    }

    private void u8(int value) {
        out.write(value);
    }

    private void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    private void u32(int value) {
        u16(value >>> 16);
        u16(value);
    }
}
