package org.dromedary.dicom.codec.j2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is encoded, by either block coder, is decoded to the same samples. */
class J2kRoundTripTest {

    private static final List<J2kEncoder> ENCODERS = List.of(J2kEncoder.blockCoding(), J2kEncoder.highThroughput());
    private final J2kDecoder decoder = new J2kDecoder();

    static Stream<PixelFormat> formats() {
        Stream<PixelFormat> depths = Stream.of(1, 2, 5, 8, 10, 12, 15, 16).flatMap(bits -> Stream.of(
                PixelFormat.of(70, 131, 1, bits, false, "MONOCHROME2"),
                PixelFormat.of(65, 64, 1, bits, true, "MONOCHROME2"),
                PixelFormat.of(37, 90, 3, bits, false, "RGB"),
                PixelFormat.of(66, 67, 3, bits, true, "RGB")));
        Stream<PixelFormat> sizes = Stream.of(new int[] {1, 1}, new int[] {1, 200}, new int[] {200, 1},
                new int[] {2, 3}, new int[] {3, 2}, new int[] {31, 33}, new int[] {257, 5}, new int[] {128, 256})
                .flatMap(size -> Stream.of(PixelFormat.of(size[0], size[1], 1, 16, false, "MONOCHROME1"),
                        PixelFormat.of(size[0], size[1], 3, 8, false, "YBR_FULL"),
                        PixelFormat.of(size[0], size[1], 4, 8, false, "CMYK")));
        return Stream.concat(depths, sizes);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void samplesComeBack(PixelFormat format) throws CodecException {
        for (J2kEncoder encoder : ENCODERS) {
            for (Content content : Content.values()) {
                byte[] samples = TestFrames.frame(format, content, 3);
                byte[] codestream = encoder.encode(samples, format);
                Frame frame = decoder.decode(codestream, 0, codestream.length, format);
                assertThat(frame.bytes()).as(content.name()).isEqualTo(samples);
                assertThat(frame.format()).isEqualTo(format);
                assertThat(codestream.length % 2).isZero();
            }
        }
    }

    /** So many code-blocks are shared by several threads, and more of them than there are processors use the codec. */
    @Test
    void largeFramesComeBackWhoeverElseIsAtWork() {
        PixelFormat large = PixelFormat.of(1100, 1030, 1, 12, false, "MONOCHROME2");
        byte[] samples = TestFrames.frame(large, Content.NOISE, 5);
        List<byte[]> encoded = IntStream.range(0, 6).parallel().mapToObj(i -> {
            J2kEncoder encoder = i % 2 == 0 ? J2kEncoder.blockCoding() : J2kEncoder.highThroughput();
            try {
                byte[] codestream = encoder.encode(samples, large);
                assertThat(new J2kDecoder().decode(codestream, 0, codestream.length, large).bytes()).isEqualTo(samples);
                return codestream;
            } catch (CodecException e) {
                throw new AssertionError(e);
            }
        }).toList();
        assertThat(encoded.get(2)).isEqualTo(encoded.get(0));
        assertThat(encoded.get(3)).isEqualTo(encoded.get(1));
    }

    @Test
    void samplesComeBackThoughFilledTo16BitsOf12Stored() throws CodecException {
        PixelFormat declared = new PixelFormat(40, 50, 1, 16, 12, 11, true, false, "MONOCHROME2");
        byte[] samples = TestFrames.frame(declared, Content.NOISE, 1);
        byte[] codestream = J2kEncoder.blockCoding().encode(samples, declared);
        assertThat(decoder.decode(codestream, 0, codestream.length, declared).bytes()).isEqualTo(samples);
    }

    @Test
    void coloursThatNeedMoreBitsThanUsualComeBack() throws CodecException {
        PixelFormat format = PixelFormat.of(64, 64, 3, 16, false, "RGB");
        byte[] samples = new byte[(int) format.frameBytes()];
        for (int i = 0; i < samples.length; i += 6) {
            int pixel = i / 6;
            boolean bright = (pixel / 64 + pixel % 64) % 2 == 0;
            Arrays.fill(samples, i + (bright ? 0 : 2), i + (bright ? 2 : 4), (byte) 0xFF);
        }
        for (J2kEncoder encoder : ENCODERS) {
            byte[] codestream = encoder.encode(samples, format);
            assertThat(decoder.decode(codestream, 0, codestream.length, format).bytes()).isEqualTo(samples);
        }
    }

    @Test
    void rgbIsAnnouncedAsTransformedAndComesBackAsRgb() throws CodecException {
        PixelFormat format = PixelFormat.of(20, 30, 3, 8, false, "RGB");
        J2kEncoder encoder = J2kEncoder.blockCoding();
        assertThat(encoder.photometric(format)).isEqualTo("YBR_RCT");
        assertThat(encoder.photometric(format.photometric("YBR_FULL"))).isEqualTo("YBR_FULL");
        byte[] samples = TestFrames.frame(format, Content.SMOOTH, 1);
        byte[] codestream = encoder.encode(samples, format);
        Frame frame = decoder.decode(codestream, 0, codestream.length, format.photometric("YBR_RCT"));
        assertThat(frame.format().photometric()).isEqualTo("RGB");
        assertThat(frame.bytes()).isEqualTo(samples);
    }

    @Test
    void smoothFramesBecomeSmaller() throws CodecException {
        PixelFormat format = PixelFormat.of(256, 256, 1, 12, false, "MONOCHROME2");
        byte[] samples = TestFrames.frame(format, Content.SMOOTH, 1);
        assertThat(J2kEncoder.blockCoding().encode(samples, format).length).isLessThan(samples.length / 2);
        assertThat(J2kEncoder.highThroughput().encode(samples, format).length).isLessThan(samples.length * 6 / 10);
    }

    @Test
    void samplesBeyondTheirStoredBitsAreRefused() {
        PixelFormat format = PixelFormat.of(8, 8, 1, 12, false, "MONOCHROME2");
        byte[] samples = new byte[128];
        samples[33] = 0x10;
        assertThatThrownBy(() -> J2kEncoder.blockCoding().encode(samples, format))
                .isInstanceOf(CodecException.class).hasMessageContaining("12 Bits Stored");
        assertThatThrownBy(() -> J2kEncoder.blockCoding().encode(new byte[127], format))
                .isInstanceOf(CodecException.class).hasMessageContaining("127 bytes");
    }

    @Test
    void formatsThatAreNotWrittenAreRefusedInWords() {
        J2kEncoder encoder = J2kEncoder.blockCoding();
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 1, 32, false, "MONOCHROME2"))).contains("32");
        assertThat(encoder.refusal(new PixelFormat(8, 8, 1, 1, 1, 0, false, false, "MONOCHROME2"))).contains("1");
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 5, 8, false, "MONOCHROME2"))).contains("1 to 4 samples");
        assertThat(encoder.refusal(PixelFormat.of(8, 8, 3, 8, false, "RGB"))).isNull();
    }
}
