package org.dromedary.dicom.codec.jpegls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** JPEG-LS by the letter of T.87. */
class JpegLsCodecTest {

    private static final PixelFormat FOUR_BY_FOUR = PixelFormat.of(4, 4, 1, 8, false, "MONOCHROME2");
    private static final String SOI = "FFD8";
    private static final String FRAME = "FFF7 000B 08 0004 0004 01 01 11 00";
    private static final String SCAN = "FFDA 0008 01 01 00 00 00 00";
    /** The scan and the samples of the example in T.87 Annex H.3. */
    private static final String CODED = "C000006C80208E01C0000057400000 6EE6000001BC180000 05D800009160";
    private static final byte[] SAMPLES = bytes("00005A4A 44322BCD 40919191 64919191");
    private static final String EOI = "FFD9";

    private final JpegLsEncoder encoder = new JpegLsEncoder();
    private final JpegLsDecoder decoder = new JpegLsDecoder();

    @Property(tries = 300)
    void whatIsEncodedIsDecodedTheSame(@ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 90) int columns, @ForAll boolean colour,
            @ForAll @IntRange(min = 1, max = 16) int bits, @ForAll boolean signed, @ForAll Content content,
            @ForAll long seed) throws CodecException {
        PixelFormat format = PixelFormat.of(rows, columns, colour ? 3 : 1, Math.max(2, bits), signed, "RGB");
        byte[] frame = TestFrames.frame(format, content, seed);
        byte[] coded = encoder.encode(frame, format);
        assertThat(coded.length % 2).isZero();
        Frame decoded = decoder.decode(coded, 0, coded.length, format);
        // Up to 8 bits stored, all are coded that are allocated.
        assertThat(decoded.format()).isEqualTo(bits > 8 ? format
                : PixelFormat.of(rows, columns, colour ? 3 : 1, 8, signed, "RGB"));
        assertThat(decoded.bytes()).isEqualTo(frame);
    }

    @Example
    void theExampleOfTheStandardIsCodedToTheByte() throws CodecException {
        assertThat(encoder.encode(SAMPLES, FOUR_BY_FOUR)).isEqualTo(bytes(SOI + FRAME + SCAN + CODED + "FF" + EOI));
        assertThat(decode(FOUR_BY_FOUR, SOI, FRAME, SCAN, CODED, EOI)).isEqualTo(SAMPLES);
    }

    @Example
    void segmentsOfOthersAreSteppedOver() throws CodecException {
        assertThat(decode(FOUR_BY_FOUR, SOI, "FFE8 0006 53504946", "FFE8 0008 00000001 FFD8",
                "FFE0 0004 1234", "FFFE 0005 414243", FRAME, "FFFFFFFE 0002", SCAN, CODED, "FFFF", EOI))
                .isEqualTo(SAMPLES);
    }

    @Example
    void presetParametersThatAreTheDefaultsOrZeroChangeNothing() throws CodecException {
        assertThat(decode(FOUR_BY_FOUR, SOI, FRAME, "FFF8 000D 01 00FF 0003 0007 0015 0040", SCAN, CODED, EOI))
                .isEqualTo(SAMPLES);
        assertThat(decode(FOUR_BY_FOUR, SOI, "FFF8 000D 01 0000 0000 0000 0000 0000", FRAME, SCAN, CODED, EOI))
                .isEqualTo(SAMPLES);
    }

    @Example
    void numbersOfLinesMayComeLaterOrFromParametersOfLargeImages() throws CodecException {
        String unknown = "FFF7 000B 08 0000 0004 01 01 11 00";
        assertThat(decode(FOUR_BY_FOUR, SOI, unknown, SCAN, CODED, "FFDC 0004 0004", EOI)).isEqualTo(SAMPLES);
        assertThat(decode(FOUR_BY_FOUR, SOI, "FFF8 000A 04 03 000004 000004", "FFF7 000B 08 0000 0000 01 01 11 00",
                SCAN, CODED, EOI)).isEqualTo(SAMPLES);
    }

    @Example
    void restartMarkersBeginAnew() throws CodecException {
        PixelFormat half = PixelFormat.of(2, 4, 1, 8, false, "MONOCHROME2");
        byte[] first = scanOf(encoder.encode(Arrays.copyOfRange(SAMPLES, 0, 8), half));
        byte[] second = scanOf(encoder.encode(Arrays.copyOfRange(SAMPLES, 8, 16), half));
        for (String interval : new String[] {"FFDD 0004 0002", "FFDD 0005 000002", "FFDD 0006 00000002"}) {
            assertThat(decode(FOUR_BY_FOUR, SOI, FRAME, interval, SCAN, hex(first), "FFD0", hex(second), EOI))
                    .isEqualTo(SAMPLES);
        }
        refused("No restart marker 0 is at byte", SOI, FRAME, "FFDD 0004 0002", SCAN, hex(first), "FFD1", hex(second));
    }

    @Example
    void componentsMayHaveScansOfTheirOwn() throws CodecException {
        PixelFormat colour = PixelFormat.of(4, 4, 3, 8, false, "RGB");
        String frame = "FFF7 0011 08 0004 0004 03 52 1100 47 1100 42 1100";
        byte[] pixels = new byte[48];
        for (int i = 0; i < 48; i++) {
            pixels[i] = SAMPLES[i / 3];
        }
        String[] ids = {"42", "52", "47"};
        StringBuilder scans = new StringBuilder();
        for (String id : ids) {
            scans.append("FFDA 0008 01").append(id).append("00 00 00 00").append(CODED);
        }
        assertThat(decode(colour, SOI, frame, scans.toString(), EOI)).isEqualTo(pixels);
        assertThatThrownBy(() -> decode(colour, SOI, frame, "FFDA 0008 01 42 00 00 00 00", CODED, EOI))
                .isInstanceOf(CodecException.class).hasMessageContaining("no scan of 2 of its components");
    }

    @Example
    void hpColourTransformsAreUndone() throws CodecException {
        PixelFormat colour = PixelFormat.of(1, 1, 3, 8, false, "YBR_FULL");
        byte[] coded = encoder.encode(new byte[] {(byte) 200, 100, (byte) 150}, colour);
        assertThat(withTransform(coded, colour, 1)).as("HP1").containsExactly(200 + 100 - 128, 100, 150 + 100 - 128);
        assertThat(withTransform(coded, colour, 2)).as("HP2").containsExactly(172, 100, 150 + (172 + 100) / 2 - 128);
        assertThat(withTransform(coded, colour, 3)).as("HP3")
                .containsExactly(150 + 202 - 128, 202, 100 + 202 - 128);
    }

    private int[] withTransform(byte[] coded, PixelFormat format, int transform) throws CodecException {
        byte[] stream = bytes(SOI + "FFE8 0007 6D726678 0" + transform + hex(coded).substring(4));
        Frame frame = decoder.decode(stream, 0, stream.length, format);
        assertThat(frame.format().photometric()).isEqualTo("RGB");
        int[] values = new int[frame.bytes().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = frame.bytes()[i] & 0xFF;
        }
        return values;
    }

    @Example
    void precisionOfTheCodestreamCountsIfItIsGreater() throws CodecException {
        PixelFormat sixteen = PixelFormat.of(5, 6, 1, 16, true, "MONOCHROME2");
        byte[] frame = TestFrames.frame(sixteen, Content.NOISE, 1);
        byte[] coded = encoder.encode(frame, sixteen);
        PixelFormat declared = new PixelFormat(5, 6, 1, 16, 12, 11, true, false, "MONOCHROME2");
        Frame decoded = decoder.decode(coded, 0, coded.length, declared);
        assertThat(decoded.format().bitsStored()).isEqualTo(16);
        assertThat(decoded.bytes()).isEqualTo(frame);
        PixelFormat eight = PixelFormat.of(5, 6, 1, 8, true, "MONOCHROME2");
        assertThatThrownBy(() -> decoder.decode(coded, 0, coded.length, eight))
                .isInstanceOf(CodecException.class).hasMessageContaining("16 bits don't fit the 8");
    }

    @Example
    void whatIsWrongIsSaidWithItsPlace() {
        refused("No JPEG codestream begins at byte 0", FRAME);
        refused("no scan", SOI, FRAME, EOI);
        refused("The JPEG codestream ends at byte", SOI, "FFFF");
        refused("No JPEG marker is at byte 2", SOI, "0000");
        refused("wrong length at byte", SOI, "FFF7 0400 08");
        refused("does not have, FFc0, is at byte", SOI, "FFC0 0004 0000");
        refused("has 5 rows, 4 columns and 1 samples, the object says 4, 4 and 1", SOI,
                FRAME.replaceFirst("0004", "0005"), SCAN, CODED, EOI);
        refused("mapping tables are not read", SOI, FRAME, "FFDA 0008 01 01 01 00 00 00", CODED);
        refused("Subsampled", SOI, FRAME.replace("11 00", "21 00"), SCAN, CODED);
        refused("point transform 1", SOI, FRAME, "FFDA 0008 01 01 00 00 00 01", CODED);
        refused("component 2, which the frame does not have", SOI, FRAME, SCAN.replace("01 00", "02 00"), CODED);
        refused("thresholds 9, 7, 21", SOI, FRAME, "FFF8 000D 01 00FF 0009 0007 0015 0040", SCAN, CODED);
        refused("MAXVAL 511", SOI, FRAME, "FFF8 000D 01 01FF 0000 0000 0000 0000", SCAN, CODED);
        refused("ends before the last row", SOI, FRAME, SCAN, CODED.substring(0, 20), EOI);
        refused("ends before the last row", SOI, FRAME, SCAN);
    }

    @Example
    void whatJpegLsCannotHoldIsRefused() {
        assertThat(encoder.refusal(PixelFormat.of(2, 2, 1, 17, false, "MONOCHROME2"))).contains("17 of 32 bits");
        assertThat(encoder.refusal(new PixelFormat(2, 2, 1, 16, 12, 15, false, false, "MONOCHROME2")))
                .contains("high bit 15");
        assertThat(encoder.refusal(PixelFormat.of(2, 2, 5, 8, false, "RGB"))).contains("one, three or four samples");
        assertThatThrownBy(() -> encoder.encode(new byte[3], PixelFormat.of(2, 2, 1, 8, false, "MONOCHROME2")))
                .isInstanceOf(CodecException.class).hasMessageContaining("3 bytes, not 4");
    }

    private void refused(String message, String... parts) {
        assertThatThrownBy(() -> decode(FOUR_BY_FOUR, parts))
                .isInstanceOf(CodecException.class).hasMessageContaining(message);
    }

    private byte[] decode(PixelFormat format, String... parts) throws CodecException {
        byte[] stream = bytes(String.join("", parts));
        byte[] surrounded = new byte[stream.length + 20];
        Arrays.fill(surrounded, (byte) 0xFF);
        System.arraycopy(stream, 0, surrounded, 7, stream.length);
        return decoder.decode(surrounded, 7, stream.length, format).bytes();
    }

    /** What is between the scan header of a grey codestream and its end. */
    private static byte[] scanOf(byte[] coded) {
        int end = coded[coded.length - 3] == -1 ? coded.length - 3 : coded.length - 2;
        return Arrays.copyOfRange(coded, 25, end);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
