package org.dromedary.dicom.codec.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.codec.jpeg.PlainLosslessEncoder.Form;
import org.junit.jupiter.api.Test;

/** JPEG Lossless of all precisions, predictors and arrangements. */
class JpegLosslessTest {

    private final JpegLosslessEncoder encoder = new JpegLosslessEncoder();
    private final JpegDecoder decoder = new JpegDecoder();

    @Property(tries = 1500)
    void framesComeBackAsTheyWere(@ForAll @IntRange(min = 2, max = 16) int bits,
            @ForAll @IntRange(min = 1, max = 4) int samples, @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 40) int columns, @ForAll boolean signed, @ForAll boolean wide,
            @ForAll Content content, @ForAll long seed) throws CodecException {
        PixelFormat format = format(rows, columns, samples, bits, signed, wide);
        byte[] frame = TestFrames.frame(format, content, seed);
        byte[] coded = encoder.encode(frame, format);
        assertThat(coded.length % 2).isZero();
        Frame decoded = decoder.decode(coded, 0, coded.length, format);
        assertThat(decoded.bytes()).isEqualTo(frame);
        assertThat(decoded.format()).isEqualTo(format);
    }

    @Property(tries = 1500)
    void whatOthersWriteIsRead(@ForAll @IntRange(min = 2, max = 16) int bits,
            @ForAll @IntRange(min = 1, max = 4) int samples, @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 30) int columns, @ForAll @IntRange(min = 1, max = 7) int predictor,
            @ForAll @IntRange(min = 0, max = 3) int transform, @ForAll @IntRange(min = 0, max = 12) int lines,
            @ForAll boolean separate, @ForAll Content content) throws CodecException {
        PixelFormat format = format(rows, columns, samples, bits, false, false);
        byte[] frame = TestFrames.frame(format, content, 5);
        Form form = new Form(predictor, Math.min(transform, bits - 1), lines, separate);
        byte[] coded = PlainLosslessEncoder.encode(frame, format, form);
        byte[] decoded = decoder.decode(coded, 0, coded.length, format).bytes();
        assertThat(decoded).isEqualTo(withoutLowBits(frame, format, form.transform()));
    }

    @Property(tries = 500)
    void smallerComponentsAreRepeated(@ForAll @IntRange(min = 2, max = 16) int bits,
            @ForAll @IntRange(min = 1, max = 20) int rows, @ForAll @IntRange(min = 1, max = 20) int columns,
            @ForAll @IntRange(min = 1, max = 7) int predictor, @ForAll @IntRange(min = 0, max = 3) int lines,
            @ForAll boolean separate, @ForAll @IntRange(min = 1, max = 4) int horizontal,
            @ForAll @IntRange(min = 1, max = 4) int vertical) throws CodecException {
        PixelFormat format = format(rows, columns, 3, bits, false, false);
        byte[] frame = TestFrames.frame(format, Content.NOISE, 9);
        Form form = new Form(predictor, 0, lines, separate, horizontal, vertical);
        byte[] coded = PlainLosslessEncoder.encode(frame, format, form);
        byte[] expected = frame.clone();
        int bytes = format.bitsAllocated() / 8;
        for (int i = 0; i < frame.length; i++) {
            int pixel = i / bytes / 3;
            int row = pixel / columns / vertical * vertical;
            int column = pixel % columns / horizontal * horizontal;
            if (i / bytes % 3 > 0) {
                expected[i] = frame[(row * columns + column) * 3 * bytes + i % (3 * bytes)];
            }
        }
        assertThat(decoder.decode(coded, 0, coded.length, format).bytes()).isEqualTo(expected);
    }

    private static PixelFormat format(int rows, int columns, int samples, int bits, boolean signed, boolean wide) {
        String photometric = samples == 3 ? "RGB" : "MONOCHROME2";
        return new PixelFormat(rows, columns, samples, bits > 8 || wide ? 16 : 8, bits, bits - 1, signed, false,
                photometric);
    }

    private static byte[] withoutLowBits(byte[] frame, PixelFormat format, int bits) {
        byte[] result = frame.clone();
        for (int i = 0; i < frame.length; i += format.bitsAllocated() / 8) {
            result[i] &= (byte) (-1 << bits);
        }
        return result;
    }

    @Test
    void aPrecisionAboveBitsStoredIsKeptAndItsSignExtended() throws CodecException {
        PixelFormat full = PixelFormat.of(9, 11, 1, 16, true, "MONOCHROME2");
        byte[] frame = TestFrames.frame(full, Content.NOISE, 1);
        byte[] coded = encoder.encode(frame, full);
        PixelFormat declared = new PixelFormat(9, 11, 1, 16, 12, 11, true, false, "MONOCHROME2");
        Frame decoded = decoder.decode(coded, 0, coded.length, declared);
        assertThat(decoded.format()).isEqualTo(full);
        assertThat(decoded.bytes()).isEqualTo(frame);
    }

    @Test
    void aPrecisionBelowBitsStoredLeavesTheHeaderAsItIs() throws CodecException {
        PixelFormat coded8 = new PixelFormat(9, 11, 1, 16, 8, 7, false, false, "MONOCHROME2");
        byte[] frame = TestFrames.frame(coded8, Content.NOISE, 1);
        byte[] coded = encoder.encode(frame, coded8);
        PixelFormat declared = PixelFormat.of(9, 11, 1, 12, false, "MONOCHROME2");
        Frame decoded = decoder.decode(coded, 0, coded.length, declared);
        assertThat(decoded.format()).isEqualTo(declared);
        assertThat(decoded.bytes()).isEqualTo(frame);
    }

    @Test
    void aFlatFrameTakesABitASample() throws CodecException {
        PixelFormat format = PixelFormat.of(100, 100, 1, 16, false, "MONOCHROME2");
        assertThat(encoder.encode(TestFrames.frame(format, Content.FLAT, 1), format).length).isBetween(1250, 1350);
    }

    @Test
    void whatCannotBeCodedIsRefusedInWords() {
        PixelFormat one = new PixelFormat(8, 8, 1, 1, 1, 0, false, false, "MONOCHROME2");
        PixelFormat deep = PixelFormat.of(8, 8, 1, 32, false, "MONOCHROME2");
        PixelFormat many = PixelFormat.of(8, 8, 5, 8, false, "MONOCHROME2");
        PixelFormat tall = PixelFormat.of(70_000, 8, 1, 8, false, "MONOCHROME2");
        assertThat(encoder.refusal(one)).contains("samples of 1 bits in 1");
        assertThat(encoder.refusal(deep)).contains("samples of 32 bits");
        assertThat(encoder.refusal(many)).contains("5 samples a pixel");
        assertThat(encoder.refusal(tall)).contains("70000 rows");
        assertThatThrownBy(() -> encoder.encode(new byte[8], deep)).isInstanceOf(CodecException.class);
        PixelFormat right = PixelFormat.of(8, 8, 1, 8, false, "MONOCHROME2");
        assertThat(encoder.refusal(right)).isNull();
        assertThatThrownBy(() -> encoder.encode(new byte[63], right)).isInstanceOf(CodecException.class)
                .hasMessageContaining("63 bytes");
    }
}
