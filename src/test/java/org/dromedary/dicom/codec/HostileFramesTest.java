package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.codec.jpegls.JpegLsDecoder;
import org.dromedary.dicom.codec.jpegls.JpegLsEncoder;
import org.dromedary.dicom.codec.rle.RleDecoder;
import org.dromedary.dicom.codec.rle.RleEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes, the only ways out are a frame of the declared size and a {@link CodecException}. */
class HostileFramesTest {

    private static final int MUTATIONS = 20_000;

    /** A decoder and codestreams that it reads. */
    record Seeds(String name, FrameDecoder decoder, FrameEncoder encoder) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Seeds> seeds() {
        return List.of(new Seeds("RLE", new RleDecoder(), new RleEncoder()),
                new Seeds("JPEG-LS", new JpegLsDecoder(), new JpegLsEncoder()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedCodestreamsEndInAFrameOrACodecException(Seeds seeds) throws CodecException {
        List<PixelFormat> formats = List.of(PixelFormat.of(9, 30, 1, 8, false, "MONOCHROME2"),
                PixelFormat.of(9, 30, 1, 16, true, "MONOCHROME2"), PixelFormat.of(9, 30, 3, 8, false, "RGB"));
        Random random = new Random(11);
        int decoded = 0;
        int refused = 0;
        for (PixelFormat format : formats) {
            for (byte[] codestream : codestreams(seeds, format)) {
                for (int i = 0; i < MUTATIONS / formats.size() / Content.values().length; i++) {
                    byte[] hostile = mutated(codestream, random);
                    try {
                        Frame frame = seeds.decoder().decode(hostile, 0, hostile.length, format);
                        assertThat(frame.bytes().length).isEqualTo((int) format.frameBytes());
                        decoded++;
                    } catch (CodecException expected) {
                        refused++;
                    }
                }
            }
        }
        assertThat(decoded).isPositive();
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void codestreamsThatAreCutShortEndInAFrameOrACodecException(Seeds seeds) throws CodecException {
        PixelFormat format = PixelFormat.of(9, 30, 1, 16, false, "MONOCHROME2");
        int refused = 0;
        int lengths = 0;
        for (byte[] codestream : codestreams(seeds, format)) {
            for (int length = 0; length < codestream.length; length++) {
                lengths++;
                try {
                    seeds.decoder().decode(codestream, 0, length, format);
                } catch (CodecException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(lengths * 9 / 10);
    }

    private static List<byte[]> codestreams(Seeds seeds, PixelFormat format) throws CodecException {
        List<byte[]> all = new ArrayList<>();
        for (Content content : Content.values()) {
            all.add(seeds.encoder().encode(TestFrames.frame(format, content, 3), format));
        }
        return all;
    }

    /** A few bytes changed, most of them near the start, and at times the end cut off. */
    private static byte[] mutated(byte[] codestream, Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(codestream.length + 1) : codestream.length;
        byte[] copy = Arrays.copyOf(codestream, length);
        for (int i = random.nextInt(6); i >= 0 && length > 0; i--) {
            int place = random.nextInt(random.nextBoolean() ? Math.min(length, 90) : length);
            int value = random.nextInt(3) == 0 ? -random.nextInt(2) : random.nextInt(256);
            copy[place] = (byte) value;
        }
        return copy;
    }
}
