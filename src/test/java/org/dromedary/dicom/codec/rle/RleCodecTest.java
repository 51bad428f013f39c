package org.dromedary.dicom.codec.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** RLE Lossless by the letter of PS3.5 Annex G, and what real files make of it. */
class RleCodecTest {

    private static final PixelFormat GREY = PixelFormat.of(1, 10, 1, 8, false, "MONOCHROME2");

    private final RleEncoder encoder = new RleEncoder();
    private final RleDecoder decoder = new RleDecoder();

    @Property(tries = 300)
    void whatIsEncodedIsDecodedTheSame(@ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 300) int columns, @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll @IntRange(min = 2, max = 32) int bits, @ForAll Content content, @ForAll long seed)
            throws CodecException {
        PixelFormat format = PixelFormat.of(rows, columns, samples, bits, false, "RGB");
        byte[] frame = TestFrames.frame(format, content, seed);
        byte[] coded = encoder.encode(frame, format);
        assertThat(coded.length % 2).isZero();
        assertThat(decode(coded, format)).isEqualTo(frame);
    }

    @Property(tries = 100)
    void singleBitsAreCodedAByteEach(@ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns, @ForAll long seed) throws CodecException {
        PixelFormat format = new PixelFormat(rows, columns, 1, 1, 1, 0, false, false, "MONOCHROME2");
        byte[] frame = new byte[(int) format.frameBytes()];
        new Random(seed).nextBytes(frame);
        int beyond = frame.length * 8 - rows * columns;
        frame[frame.length - 1] &= 0xFF >> beyond;
        assertThat(decode(encoder.encode(frame, format), format)).isEqualTo(frame);
    }

    @Example
    void singleBitsThatWereCodedInTheirBytesAreRead() throws CodecException {
        PixelFormat format = new PixelFormat(4, 16, 1, 1, 1, 0, false, false, "MONOCHROME2");
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] coded = encoder.encode(bytes, PixelFormat.of(4, 2, 1, 8, false, "MONOCHROME2"));
        assertThat(decode(coded, format)).isEqualTo(bytes);
    }

    @Example
    void theMostSignificantByteComesFirst() throws CodecException {
        PixelFormat format = PixelFormat.of(1, 1, 1, 32, false, "MONOCHROME2");
        byte[] coded = encoder.encode(new byte[] {4, 3, 2, 1}, format);
        assertThat(Arrays.copyOfRange(coded, 0, 20))
                .containsExactly(4, 0, 0, 0, 64, 0, 0, 0, 66, 0, 0, 0, 68, 0, 0, 0, 70, 0, 0, 0);
        assertThat(Arrays.copyOfRange(coded, 64, coded.length)).containsExactly(0, 1, 0, 2, 0, 3, 0, 4);
    }

    @Example
    void runsAreChosenAsAnnexGSays() throws CodecException {
        assertThat(segment(1, 1, 2, 3, 3, 4, 5, 5, 5, 6)).as("two at the start, two in a literal run, three")
                .containsExactly(-1, 1, 3, 2, 3, 3, 4, -2, 5, 0, 6, 0);
        assertThat(segment(7, 7, 7, 7, 7, 7, 7, 7, 7, 7)).containsExactly(-9, 7);
    }

    @Example
    void runsStayWithinTheirRow() throws CodecException {
        byte[] coded = encoder.encode(new byte[20], PixelFormat.of(2, 10, 1, 8, false, "MONOCHROME2"));
        assertThat(Arrays.copyOfRange(coded, 64, coded.length)).containsExactly(-9, 0, -9, 0);
    }

    @Example
    void paddingNoOperationsAndRunsBeyondTheFrameAreTaken() throws CodecException {
        byte[] expected = {1, 1, 1, 1, 1, 1, 1, 1, 2, 3};
        assertThat(decode(coded(-7, 1, 1, 2, 3), GREY)).as("odd").isEqualTo(expected);
        assertThat(decode(coded(-7, 1, 1, 2, 3, 0, 0, 0), GREY)).as("padded").isEqualTo(expected);
        assertThat(decode(coded(-128, -7, 1, -128, 1, 2, 3), GREY)).as("no operation").isEqualTo(expected);
        assertThat(decode(coded(-7, 1, 3, 2, 3, 4, 5), GREY)).as("too long").isEqualTo(expected);
        assertThat(decode(coded(-7, 1, 5, 2, 3), GREY)).as("literals cut behind the frame").isEqualTo(expected);
    }

    @Example
    void whatIsMissingIsSaidWithItsPlace() {
        refused(coded(-7, 1), GREY, "RLE segment 1 ends before the frame is full, at byte 66");
        refused(coded(-4, 1, 6, 2, 3), GREY, "literal run of RLE segment 1 is cut off, at byte 67");
        refused(new byte[63], GREY, "header needs 64 bytes");
        refused(coded(-9, 1), PixelFormat.of(1, 10, 1, 16, false, "MONOCHROME2"),
                "states 1 segments where the image has 2");
        byte[] offset = coded(-9, 1);
        offset[4] = 67;
        refused(offset, GREY, "offset of RLE segment 1 is wrong, at byte 4");
    }

    @Example
    void hugeFramesOfFewBytesTakeNoMemory() {
        refused(coded(-9, 1), PixelFormat.of(8192, 16384, 1, 8, false, "MONOCHROME2"), "ends before the frame");
        refused(coded(-9, 1), PixelFormat.of(65535, 65535, 1, 8, false, "MONOCHROME2"), "too large");
    }

    @Example
    void whatDoesNotFitAnnexGIsRefused() {
        assertThat(encoder.refusal(PixelFormat.of(2, 2, 4, 32, false, "CMYK"))).contains("15 segments");
        assertThat(encoder.refusal(new PixelFormat(2, 2, 1, 12, 12, 11, false, false, "MONOCHROME2")))
                .contains("12 bits allocated");
        assertThatThrownBy(() -> encoder.encode(new byte[3], PixelFormat.of(2, 2, 1, 8, false, "MONOCHROME2")))
                .isInstanceOf(CodecException.class).hasMessageContaining("3 bytes, not 4");
    }

    private byte[] segment(int... values) throws CodecException {
        byte[] frame = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            frame[i] = (byte) values[i];
        }
        byte[] coded = encoder.encode(frame, GREY);
        return Arrays.copyOfRange(coded, 64, coded.length);
    }

    /** A header of one segment, and the segment. */
    private static byte[] coded(int... segment) {
        byte[] coded = new byte[64 + segment.length];
        coded[0] = 1;
        coded[4] = 64;
        for (int i = 0; i < segment.length; i++) {
            coded[64 + i] = (byte) segment[i];
        }
        return coded;
    }

    /** Decodes from the middle of a larger array. */
    private byte[] decode(byte[] coded, PixelFormat format) throws CodecException {
        byte[] surrounded = new byte[coded.length + 12];
        Arrays.fill(surrounded, (byte) 0x55);
        System.arraycopy(coded, 0, surrounded, 5, coded.length);
        Frame frame = decoder.decode(surrounded, 5, coded.length, format);
        assertThat(frame.format()).isEqualTo(format);
        return frame.bytes();
    }

    private void refused(byte[] coded, PixelFormat format, String message) {
        assertThatThrownBy(() -> decoder.decode(coded, 0, coded.length, format))
                .isInstanceOf(CodecException.class).hasMessageContaining(message);
    }
}
