package org.dromedary.dicom.codec.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG of the DCT processes, beside the JDK's. */
class JpegDctTest {

    private final JpegDecoder decoder = new JpegDecoder();

    @Property(tries = 300)
    void samplesEqualThoseOfTheJdk(@ForAll boolean colour, @ForAll boolean progressive,
            @ForAll @IntRange(min = 1, max = 70) int rows, @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(min = 1, max = 100) int quality, @ForAll Content content) throws CodecException {
        PixelFormat format = PixelFormat.of(rows, columns, colour ? 3 : 1, 8, false, colour ? "RGB" : "MONOCHROME2");
        byte[] frame = TestFrames.frame(format, content, 1);
        byte[] coded = JdkJpeg.encode(frame, format, progressive, quality / 100f);
        Frame decoded = decoder.decode(coded, 0, coded.length, format);
        assertThat(decoded.bytes()).isEqualTo(JdkJpeg.decode(coded));
        assertThat(decoded.format().photometric()).isEqualTo(colour ? "YBR_FULL" : "MONOCHROME2");
    }

    @Property(tries = 300)
    void oursIsReadAlikeByTheJdkAndCloseToTheOriginal(
            @ForAll @IntRange(min = 1, max = 70) int rows, @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(min = 0, max = 3) int kind) throws CodecException {
        String photometric = new String[] {"MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422"}[kind];
        PixelFormat format = PixelFormat.of(rows, columns, kind == 0 ? 1 : 3, 8, false, photometric);
        byte[] frame = TestFrames.frame(format, Content.SMOOTH, 1);
        byte[] coded = new JpegBaselineEncoder().encode(frame, format);
        assertThat(coded.length % 2).isZero();
        Frame decoded = decoder.decode(coded, 0, coded.length, format);
        assertThat(decoded.bytes()).isEqualTo(JdkJpeg.decode(coded));
        assertThat(decoded.format().photometric()).isEqualTo(kind == 3 ? "YBR_FULL" : photometric);
        assertThat(largestDifference(frame, decoded.bytes())).isLessThan(kind == 3 ? 80 : 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MONOCHROME1", "RGB", "YBR_FULL_422"})
    void theWorstContentIsStillReadAlikeAtTheBestQuality(String photometric) throws CodecException {
        PixelFormat format = PixelFormat.of(64, 64, photometric.startsWith("M") ? 1 : 3, 8, false, photometric);
        for (Content content : Content.values()) {
            byte[] coded = new JpegBaselineEncoder(100).encode(TestFrames.frame(format, content, 1), format);
            assertThat(decoder.decode(coded, 0, coded.length, format).bytes()).isEqualTo(JdkJpeg.decode(coded));
        }
    }

    @Test
    void qualityCostsBytesAndGainsPrecision() throws CodecException {
        PixelFormat format = PixelFormat.of(128, 128, 1, 8, false, "MONOCHROME2");
        byte[] frame = TestFrames.frame(format, Content.SMOOTH, 1);
        int bytes = 0;
        int difference = 256;
        for (int quality : new int[] {10, 50, 90, 100}) {
            byte[] coded = new JpegBaselineEncoder(quality).encode(frame, format);
            int now = largestDifference(frame, decoder.decode(coded, 0, coded.length, format).bytes());
            assertThat(coded.length).isGreaterThan(bytes);
            assertThat(now).isLessThan(difference);
            bytes = coded.length;
            difference = now;
        }
    }

    private static int largestDifference(byte[] one, byte[] other) {
        int largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((one[i] & 0xFF) - (other[i] & 0xFF)));
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"3, YBR_RCT, samples of YBR_RCT", "3, PALETTE COLOR, PALETTE COLOR", "1, PALETTE COLOR, PALETTE COLOR",
        "4, CMYK, 4 samples"})
    void whatLossyCodingWouldSpoilIsRefused(int samples, String photometric, String reason) {
        PixelFormat format = PixelFormat.of(8, 8, samples, 8, false, photometric);
        assertThat(new JpegBaselineEncoder().refusal(format)).contains(reason);
    }

    @Test
    void baselineHoldsUnsignedSamplesOfEightBitsOnly() {
        JpegBaselineEncoder encoder = new JpegBaselineEncoder();
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 1, 8, true, "MONOCHROME2"))).contains("unsigned");
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 1, 12, false, "MONOCHROME2"))).contains("8 bits");
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 1, 7, false, "MONOCHROME2"))).contains("7 bits");
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 1, 8, false, "MONOCHROME1"))).isNull();
    }
}
