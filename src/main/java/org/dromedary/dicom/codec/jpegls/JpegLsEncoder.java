package org.dromedary.dicom.codec.jpegls;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Encodes JPEG-LS without loss (ISO/IEC 14495-1, ITU-T T.87) with default parameters, the components of colour
 * interleaved by line. Signed samples are coded as the bits stored; of up to 8 bits stored, all are coded that are
 * allocated. Above 12 bits the parameters are written out,
 * since readers differ in what they take for the default.
 */
public final class JpegLsEncoder implements FrameEncoder {

    /** What of the codestream is not coded samples, at most. */
    private static final int SEGMENTS = 128;
    private static final int MAX_DEFAULTED_LENGTH = 12;

    private final BitBuffer bits = new BitBuffer();
    private Model model;
    private int[][] above = {};
    private int[][] line = {};
    private byte[] out = new byte[0];
    private int end;

    @Override
    public String refusal(PixelFormat format) {
        int allocated = format.bitsAllocated();
        int stored = format.bitsStored();
        if (allocated != 8 && allocated != 16 && allocated != 32 || stored < 1 || stored > Math.min(16, allocated)
                || format.highBit() != stored - 1) {
            return "JPEG-LS codes up to 16 bits at the low end, not " + stored + " of " + allocated
                    + " bits with the high bit " + format.highBit();
        }
        int samples = format.samples();
        if (samples != 1 && samples != 3 && samples != 4 || format.planar() && samples > 1) {
            return "The JPEG-LS encoder takes one, three or four samples by pixel";
        }
        if (format.rows() < 1 || format.columns() < 1 || format.rows() > 0xFFFF || format.columns() > 0xFFFF
                || format.sampleCount() > PixelFormat.MAX_SAMPLES) {
            return "JPEG-LS frames don't have " + format.rows() + " rows and " + format.columns() + " columns";
        }
        return null;
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        String refusal = refusal(format);
        if (refusal != null) {
            throw new CodecException(refusal);
        }
        format.checkFrame(samples);
        return encodeCoded(samples, coded(format));
    }

    /** Up to 8 bits stored, all that are allocated are coded: DCMTK and GDCM read no fewer. */
    private static PixelFormat coded(PixelFormat format) {
        int bits = Math.min(16, format.bitsAllocated());
        return format.bitsStored() > 8 ? format : new PixelFormat(format.rows(), format.columns(), format.samples(),
                format.bitsAllocated(), bits, bits - 1, format.signed(), format.planar(), format.photometric());
    }

    private byte[] encodeCoded(byte[] samples, PixelFormat format) throws CodecException {
        Parameters parameters = Parameters.defaults((1 << format.bitsStored()) - 1, 0);
        if (model == null || !model.parameters.equals(parameters)) {
            model = new Model(parameters);
        }
        if (above.length != format.samples() || above[0].length != format.columns() + 2) {
            above = new int[format.samples()][format.columns() + 2];
            line = new int[format.samples()][format.columns() + 2];
        }
        scan(samples, format);
        return codestream(format, parameters);
    }

    private void scan(byte[] samples, PixelFormat format) throws CodecException {
        bits.clear(0);
        model.restart();
        for (int[] row : above) {
            Arrays.fill(row, 0);
        }
        LineEncoder encoder = new LineEncoder(bits, model);
        int rowRoom = 8 * (format.columns() + 1) * format.samples();
        for (int row = 0; row < format.rows(); row++) {
            if (bits.exhausted(rowRoom)) {
                throw new CodecException("The JPEG-LS frame would be larger than 2 GB");
            }
            bits.reserve(rowRoom);
            for (int i = 0; i < line.length; i++) {
                Samples.read(samples, line[i], row, i, format);
                encoder.line(above[i], line[i], format.columns(), i);
            }
            int[][] done = above;
            above = line;
            line = done;
        }
    }

    private byte[] codestream(PixelFormat format, Parameters parameters) throws CodecException {
        long most = bits.length() + bits.length() / 8 + SEGMENTS;
        if (most > Integer.MAX_VALUE - 8) {
            throw new CodecException("The JPEG-LS frame would be larger than 2 GB");
        }
        if (out.length < most) {
            out = new byte[(int) most];
        }
        end = 0;
        segments(format, parameters);
        end = Stuffing.insert(bits, out, end);
        if ((end & 1) == 1) {
            number(0xFF, 1);
        }
        number(0xFFD9, 2);
        return Arrays.copyOf(out, end);
    }

    /** Start of image, frame header, preset parameters and scan header (T.87 Annex C). */
    private void segments(PixelFormat format, Parameters parameters) {
        int precision = 32 - Integer.numberOfLeadingZeros(parameters.most());
        int count = format.samples();
        number(0xFFD8, 2);
        number(0xFFF7, 2);
        number(8 + 3 * count, 2);
        number(precision, 1);
        number(format.rows(), 2);
        number(format.columns(), 2);
        number(count, 1);
        for (int i = 1; i <= count; i++) {
            number(i << 16 | 0x1100, 3);
        }
        if (precision > MAX_DEFAULTED_LENGTH) {
            number(0xFFF8, 2);
            number(13, 2);
            number(1, 1);
            number(parameters.most(), 2);
            number(parameters.t1(), 2);
            number(parameters.t2(), 2);
            number(parameters.t3(), 2);
            number(parameters.reset(), 2);
        }
        number(0xFFDA, 2);
        number(6 + 2 * count, 2);
        number(count, 1);
        for (int i = 1; i <= count; i++) {
            number(i << 8, 2);
        }
        number(0, 1);
        number(count > 1 ? 1 : 0, 1);
        number(0, 1);
    }

    private void number(int value, int count) {
        for (int shift = 8 * count - 8; shift >= 0; shift -= 8) {
            out[end++] = (byte) (value >> shift);
        }
    }
}
