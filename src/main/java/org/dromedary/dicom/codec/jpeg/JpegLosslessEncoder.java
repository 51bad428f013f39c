package org.dromedary.dicom.codec.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Encodes JPEG Lossless, Process 14 Selection Value 1 (T.81 Annex H, PS3.5 §A.4.2): differences to the sample on the
 * left, with a Huffman table for each component that is the best for the frame. The precision is Bits Stored; signed
 * samples are coded by their stored bits.
 */
public final class JpegLosslessEncoder implements FrameEncoder {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CATEGORIES = 17;

    @Override
    public String refusal(PixelFormat format) {
        return Refusal.of(format, 2, 16);
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        Refusal.check(refusal(format), samples, format);
        int components = format.samples();
        HuffmanCode[] codes = new HuffmanCode[components];
        int[][] occurrences = occurrences(samples, format);
        CodestreamWriter out = new CodestreamWriter(samples.length / 2);
        out.marker(Marker.SOI);
        out.frameHeader(Marker.SOF3_LOSSLESS, format, 1);
        for (int i = 0; i < components; i++) {
            codes[i] = HuffmanCode.optimal(occurrences[i]);
            codes[i].write(out, i);
        }
        out.segment(Marker.SOS, 4 + 2 * components);
        out.u8(components);
        for (int i = 0; i < components; i++) {
            out.u8(CodestreamWriter.componentName(format, i));
            out.u8(i << 4);
        }
        out.u8(1);
        out.u16(0);
        write(samples, format, codes, out);
        return out.finish();
    }

    /** How often each category of differences occurs, by component. */
    private static int[][] occurrences(byte[] samples, PixelFormat format) {
        int components = format.samples();
        int[][] occurrences = new int[components][CATEGORIES];
        int[] differences = new int[format.columns() * components];
        for (int row = 0; row < format.rows(); row++) {
            differences(samples, format, row, differences);
            for (int component = 0; component < components; component++) {
                count(differences, component, components, occurrences[component]);
            }
        }
        return occurrences;
    }

    private static void count(int[] differences, int from, int step, int[] occurrences) {
        for (int i = from; i < differences.length; i += step) {
            occurrences[category(differences[i])]++;
        }
    }

    private static void write(byte[] samples, PixelFormat format, HuffmanCode[] codes, CodestreamWriter out)
            throws CodecException {
        int[] differences = new int[format.columns() * format.samples()];
        for (int row = 0; row < format.rows(); row++) {
            differences(samples, format, row, differences);
            int component = 0;
            for (int difference : differences) {
                HuffmanCode code = codes[component];
                int category = category(difference);
                int additional = category & 15;
                int bits = difference + (difference >> 31) & (1 << additional) - 1;
                out.bits((long) code.codes[category] << additional | bits, code.lengths[category] + additional);
                component = component + 1 == codes.length ? 0 : component + 1;
            }
        }
    }

    /** Bits of a difference's magnitude; 16, which has no additional bits, stands for -32768 alone. */
    private static int category(int difference) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
    }

    /** The differences of one row, modulo 2^16, from -32768 to 32767. */
    private static void differences(byte[] samples, PixelFormat format, int row, int[] line) {
        int components = format.samples();
        int mask = (1 << format.bitsStored()) - 1;
        int at = row * line.length;
        int start = 1 << format.bitsStored() - 1;
        if (format.bitsAllocated() == 8) {
            for (int i = 0; i < components; i++) {
                int before = row == 0 ? start : samples[at + i - line.length] & mask;
                line[i] = (samples[at + i] & mask) - before;
            }
            for (int i = components; i < line.length; i++) {
                line[i] = (samples[at + i] & mask) - (samples[at + i - components] & mask);
            }
        } else {
            for (int i = 0; i < components; i++) {
                int before = row == 0 ? start : u16(samples, at + i - line.length) & mask;
                line[i] = (short) ((u16(samples, at + i) & mask) - before);
            }
            for (int i = components; i < line.length; i++) {
                line[i] = (short) ((u16(samples, at + i) & mask) - (u16(samples, at + i - components) & mask));
            }
        }
    }

    private static int u16(byte[] samples, int at) {
        return (short) SHORTS.get(samples, 2 * at);
    }
}
