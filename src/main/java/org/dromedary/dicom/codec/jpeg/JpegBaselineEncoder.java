package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Encodes JPEG Baseline (T.81 §F.1, PS3.5 §A.4.1), which loses information. Samples are coded in the colour they come
 * in: grey, RGB, YBR_FULL, or YBR_FULL_422, of which every second sample of the colour components is kept.
 */
public final class JpegBaselineEncoder implements FrameEncoder {
    private static final int DEFAULT_QUALITY = 90;
    /** What the Huffman tables reach. */
    private static final int MAX_AC = 1023;

    private final int quality;
    private final ForwardDct transform = new ForwardDct();
    private final int[] samples = new int[64];
    private final int[] coefficients = new int[64];

    public JpegBaselineEncoder() {
        this(DEFAULT_QUALITY);
    }

    /** @param quality from 1 to 100 */
    public JpegBaselineEncoder(int quality) {
        this.quality = Math.max(1, Math.min(100, quality));
    }

    @Override
    public String refusal(PixelFormat format) {
        String photometric = String.valueOf(format.photometric());
        boolean colour = photometric.equals("RGB") || photometric.equals("YBR_FULL")
                || photometric.equals("YBR_FULL_422");
        boolean fits = format.samples() == 1 ? photometric.startsWith("MONOCHROME") : format.samples() == 3 && colour;
        if (!fits) {
            return "JPEG Baseline is not written of " + format.samples() + " samples of " + photometric;
        }
        if (format.signed() || format.bitsAllocated() != 8) {
            return "JPEG Baseline holds unsigned samples of 8 bits";
        }
        return Refusal.of(format, 8, 8);
    }

    @Override
    public byte[] encode(byte[] frame, PixelFormat format) throws CodecException {
        Refusal.check(refusal(format), frame, format);
        boolean halved = "YBR_FULL_422".equals(format.photometric());
        Plane[] planes = new Plane[format.samples()];
        for (int i = 0; i < planes.length; i++) {
            boolean chrominance = i > 0 && !"RGB".equals(format.photometric());
            planes[i] = new Plane(frame, format, i, halved && i > 0 ? 2 : 1, chrominance ? 1 : 0, quality);
        }
        CodestreamWriter out = new CodestreamWriter(frame.length / 4);
        writeHeaders(out, format, planes, halved ? 2 : 1);
        int across = (format.columns() + (halved ? 15 : 7)) / (halved ? 16 : 8);
        int down = (format.rows() + 7) / 8;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                for (int i = 0; i < planes.length; i++) {
                    int blocks = halved && i == 0 ? 2 : 1;
                    for (int block = 0; block < blocks; block++) {
                        write(planes[i], row, column * blocks + block, out);
                    }
                }
            }
        }
        return out.finish();
    }

    private void writeHeaders(CodestreamWriter out, PixelFormat format, Plane[] planes, int horizontal)
            throws CodecException {
        out.marker(Marker.SOI);
        if ("RGB".equals(format.photometric())) {
            out.adobeRgb();
        }
        int kinds = planes[planes.length - 1].kind + 1;
        for (int kind = 0; kind < kinds; kind++) {
            out.segment(Marker.DQT, 65);
            out.u8(kind);
            int[] quantizers = StandardTables.quantizers(kind, quality);
            for (int i = 0; i < 64; i++) {
                out.u8(quantizers[Dct.NATURAL[i]]);
            }
        }
        out.frameHeader(Marker.SOF0_BASELINE, format, horizontal);
        for (int kind = 0; kind < kinds; kind++) {
            StandardTables.dc(kind).write(out, kind);
            StandardTables.ac(kind).write(out, 0x10 | kind);
        }
        out.segment(Marker.SOS, 4 + 2 * planes.length);
        out.u8(planes.length);
        for (int i = 0; i < planes.length; i++) {
            out.u8(CodestreamWriter.componentName(format, i));
            out.u8(planes[i].kind * 0x11);
        }
        out.u8(0);
        out.u16(63 << 8);
    }

    private void write(Plane plane, int row, int column, CodestreamWriter out) throws CodecException {
        plane.block(row, column, samples);
        transform.transform(samples, coefficients);
        int dc = quantized(coefficients[0], plane.quantizers[0]);
        write(out, plane.dc, 0, dc - plane.prediction);
        plane.prediction = dc;
        int zeros = 0;
        for (int k = 1; k < 64; k++) {
            int at = Dct.NATURAL[k];
            int value = quantized(coefficients[at], plane.quantizers[at]);
            value = Math.max(-MAX_AC, Math.min(MAX_AC, value));
            if (value == 0) {
                zeros++;
            } else {
                for (; zeros > 15; zeros -= 16) {
                    write(out, plane.ac, 15, 0);
                }
                write(out, plane.ac, zeros, value);
                zeros = 0;
            }
        }
        if (zeros > 0) {
            write(out, plane.ac, 0, 0);
        }
    }

    /** The coefficients come eight times too large. */
    private static int quantized(int coefficient, int quantizer) {
        int magnitude = (Math.abs(coefficient) + 4 * quantizer) / (8 * quantizer);
        return coefficient < 0 ? -magnitude : magnitude;
    }

    private static void write(CodestreamWriter out, HuffmanCode code, int run, int value) throws CodecException {
        int category = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        int bits = value + (value >> 31) & (1 << category) - 1;
        int symbol = run << 4 | category;
        out.bits((long) code.codes[symbol] << category | bits, code.lengths[symbol] + category);
    }
}
