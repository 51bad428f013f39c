package org.dromedary.dicom.codec.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What archives hold of JPEG beside the textbook. */
class JpegDecoderTest {
    private static final PixelFormat GREY = PixelFormat.of(20, 30, 1, 8, false, "MONOCHROME2");
    private static final PixelFormat RGB = PixelFormat.of(20, 30, 3, 8, false, "RGB");

    private final JpegDecoder decoder = new JpegDecoder();
    private final byte[] frame = TestFrames.frame(GREY, Content.SMOOTH, 1);
    private final byte[] lossless;
    private final byte[] baseline;

    JpegDecoderTest() throws CodecException {
        lossless = new JpegLosslessEncoder().encode(frame, GREY);
        baseline = new JpegBaselineEncoder().encode(frame, GREY);
    }

    private byte[] decode(byte[] codestream, PixelFormat declared) throws CodecException {
        return decoder.decode(codestream, 0, codestream.length, declared).bytes();
    }

    private void fails(byte[] codestream, PixelFormat declared, String reason) {
        assertThatThrownBy(() -> decode(codestream, declared)).isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }

    /** Where a marker begins. */
    private static int find(byte[] codestream, int marker) {
        int at = 0;
        while ((codestream[at] & 0xFF) != 0xFF || (codestream[at + 1] & 0xFF) != marker) {
            at++;
        }
        return at;
    }

    private static byte[] replace(byte[] codestream, int from, int to, int... bytes) {
        byte[] result = Arrays.copyOf(codestream, codestream.length - (to - from) + bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            result[from + i] = (byte) bytes[i];
        }
        System.arraycopy(codestream, to, result, from + bytes.length, codestream.length - to);
        return result;
    }

    private static byte[] withByte(byte[] codestream, int at, int value) {
        return replace(codestream, at, at + 1, value);
    }

    @Test
    void theCodestreamMayLieAnywhereInTheBytes() throws CodecException {
        byte[] shifted = new byte[lossless.length + 20];
        System.arraycopy(lossless, 0, shifted, 7, lossless.length);
        assertThat(decoder.decode(shifted, 7, lossless.length, GREY).bytes()).isEqualTo(frame);
    }

    @Test
    void theEndMarkerMayBeMissing() throws CodecException {
        assertThat(decode(Arrays.copyOf(lossless, find(lossless, Marker.EOI)), GREY)).isEqualTo(frame);
        byte[] progressive = JdkJpeg.encode(frame, GREY, true, 0.9f);
        assertThat(decode(Arrays.copyOf(progressive, find(progressive, Marker.EOI)), GREY))
                .isEqualTo(decode(progressive, GREY));
    }

    @Test
    void fillBytesAndUnknownSegmentsArePassedOver() throws CodecException {
        byte[] filled = replace(lossless, 2, 2, 0xFF, 0xFF, 0xFF, 0xE5, 0, 4, 1, 2, 0xFF, 0xFF, 0xFE, 0, 3, 9);
        assertThat(decode(filled, GREY)).isEqualTo(frame);
    }

    @Test
    void theNumberOfLinesMayComeAfterTheScan() throws CodecException {
        int header = find(baseline, Marker.SOF0_BASELINE);
        byte[] later = replace(baseline, find(baseline, Marker.EOI), find(baseline, Marker.EOI), 0xFF, Marker.DNL, 0, 4,
                0, 20);
        later[header + 5] = 0;
        later[header + 6] = 0;
        assertThat(decode(later, GREY)).isEqualTo(decode(baseline, GREY));
        later[find(later, Marker.DNL) + 1] = 0;
        fails(later, GREY, "0 rows");
    }

    @Test
    void missingTablesAreNamed() {
        int table = find(lossless, Marker.DHT);
        fails(replace(lossless, table, find(lossless, Marker.SOS)), GREY, "no DHT");
        int steps = find(baseline, Marker.DQT);
        fails(replace(baseline, steps, find(baseline, Marker.SOF0_BASELINE)), GREY, "no DQT");
    }

    @Test
    void dimensionsMustBeThoseDeclared() {
        fails(lossless, PixelFormat.of(21, 30, 1, 8, false, "MONOCHROME2"),
                "has 20 rows, 30 columns, 1 sample a pixel, the object declares 21 rows, 30 columns");
        fails(lossless, PixelFormat.of(20, 30, 3, 8, false, "RGB"), "3 samples a pixel");
    }

    @Test
    void thePrecisionMustFitBitsAllocated() throws CodecException {
        PixelFormat deep = PixelFormat.of(20, 30, 1, 12, false, "MONOCHROME2");
        byte[] coded = new JpegLosslessEncoder().encode(TestFrames.frame(deep, Content.SMOOTH, 1), deep);
        fails(coded, GREY, "samples of 12 bits do not fit Bits Allocated 8");
    }

    @Test
    void hugeDimensionsOfAShortCodestreamTakeNoMemory() {
        byte[] huge = lossless.clone();
        int header = find(huge, Marker.SOF3_LOSSLESS);
        huge[header + 5] = 0x20;
        huge[header + 7] = 0x3F;
        PixelFormat declared = PixelFormat.of(0x2014, 0x3F1E, 1, 8, false, "MONOCHROME2");
        fails(huge, declared, "too short for 8212 rows");
    }

    @ParameterizedTest
    @CsvSource({"0xC9, arithmetic", "0xC5, hierarchical", "0xF7, JPEG-LS", "0xCB, arithmetic"})
    void otherProcessesAreNamed(int marker, String reason) {
        fails(withByte(lossless, find(lossless, Marker.SOF3_LOSSLESS) + 1, marker), GREY, reason);
    }

    @Test
    void whatIsNoJpegSaysSo() {
        fails(new byte[40], GREY, "does not begin with SOI");
        fails(new byte[0], GREY, "does not begin with SOI");
    }

    @ParameterizedTest
    @CsvSource({"RGB, RGB, RGB", "YBR_FULL, YBR_FULL, YBR_FULL", "YBR_FULL, YBR_FULL_422, YBR_FULL",
        "YBR_FULL, RGB, RGB", "RGB, YBR_FULL, RGB", "YBR_FULL_422, RGB, YBR_FULL"})
    void theColourIsWhatTheCodestreamSays(String coded, String declared, String found) throws CodecException {
        byte[] colour = new JpegBaselineEncoder().encode(TestFrames.frame(RGB, Content.SMOOTH, 1),
                RGB.photometric(coded));
        assertThat(decoder.decode(colour, 0, colour.length, RGB.photometric(declared)).format().photometric())
                .isEqualTo(found);
    }

    @Test
    void losslessColourIsWhatIsDeclared() throws CodecException {
        byte[] colour = new JpegLosslessEncoder().encode(TestFrames.frame(RGB, Content.SMOOTH, 1), RGB);
        assertThat(decoder.decode(colour, 0, colour.length, RGB.photometric("YBR_FULL")).format().photometric())
                .isEqualTo("YBR_FULL");
    }

    @Test
    void aProgressiveScanThatRepeatsAnotherIsAnError() {
        byte[] colour = JdkJpeg.encode(TestFrames.frame(RGB, Content.SMOOTH, 1), RGB, true, 0.8f);
        int first = find(colour, Marker.SOS);
        int second = first + 2 + find(Arrays.copyOfRange(colour, first + 2, colour.length), Marker.DHT);
        byte[] repeated = new byte[colour.length + second - first];
        System.arraycopy(colour, 0, repeated, 0, second);
        System.arraycopy(colour, first, repeated, second, colour.length - first);
        fails(repeated, RGB, "does not follow from those before it");
    }
}
