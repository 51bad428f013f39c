package org.dromedary.dicom.codec.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.codec.jpeg.PlainLosslessEncoder.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged codestreams end in a frame or in a clear error, whatever the damage. */
class JpegMutationTest {
    private static final int ROUNDS = 20_000;

    private final JpegDecoder decoder = new JpegDecoder();

    private record Sample(PixelFormat format, byte[] codestream) {
    }

    private static List<Sample> samples() throws CodecException {
        List<Sample> samples = new ArrayList<>();
        PixelFormat grey = PixelFormat.of(24, 31, 1, 8, false, "MONOCHROME2");
        PixelFormat deep = PixelFormat.of(24, 31, 1, 16, true, "MONOCHROME2");
        PixelFormat colour = PixelFormat.of(24, 31, 3, 8, false, "YBR_FULL_422");
        samples.add(new Sample(deep, new JpegLosslessEncoder().encode(smooth(deep), deep)));
        samples.add(new Sample(colour, PlainLosslessEncoder.encode(smooth(colour), colour,
                new Form(7, 0, 5, false))));
        samples.add(new Sample(colour, PlainLosslessEncoder.encode(smooth(colour), colour, new Form(4, 1, 0, true))));
        samples.add(new Sample(colour, PlainLosslessEncoder.encode(smooth(colour), colour,
                new Form(6, 0, 3, false, 2, 2))));
        samples.add(new Sample(grey, new JpegBaselineEncoder().encode(smooth(grey), grey)));
        samples.add(new Sample(colour, new JpegBaselineEncoder(50).encode(smooth(colour), colour)));
        samples.add(new Sample(colour, JdkJpeg.encode(smooth(colour), colour, true, 0.8f)));
        return samples;
    }

    private static byte[] smooth(PixelFormat format) {
        return TestFrames.frame(format, Content.SMOOTH, 3);
    }

    @Test
    void everyTruncationIsAnErrorOrTheWholeFrame() throws CodecException {
        for (Sample sample : samples()) {
            byte[] whole = sample.codestream();
            byte[] frame = decoder.decode(whole, 0, whole.length, sample.format()).bytes();
            for (int length = 0; length < whole.length; length++) {
                try {
                    byte[] decoded = decoder.decode(Arrays.copyOf(whole, length), 0, length, sample.format()).bytes();
                    assertThat(length).isGreaterThan(whole.length - 8);
                    assertThat(decoded).isEqualTo(frame);
                } catch (CodecException expected) {
                    assertThat(expected).hasMessageContaining("JPEG");
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void damageIsAnErrorOrAFrame() throws CodecException {
        List<Sample> samples = samples();
        Random random = new Random(11);
        int frames = 0;
        int errors = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = samples.get(i % samples.size());
            byte[] damaged = damage(sample.codestream(), random);
            try {
                byte[] frame = decoder.decode(damaged, 0, damaged.length, sample.format()).bytes();
                assertThat((long) frame.length).isEqualTo(sample.format().frameBytes());
                frames++;
            } catch (CodecException expected) {
                assertThat(expected).hasMessageContaining("JPEG");
                errors++;
            } catch (RuntimeException e) {
                fail("Round " + i, e);
            }
        }
        assertThat(frames).isPositive();
        assertThat(errors).isPositive();
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int faults = 1 + random.nextInt(4);
        for (int i = 0; i < faults; i++) {
            int at = random.nextBoolean() ? random.nextInt(damaged.length)
                    : random.nextInt(Math.min(damaged.length, 300));
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged[at] = (byte) 0xFF;
                case 3 -> damaged = Arrays.copyOf(damaged, Math.max(2, at));
                default -> System.arraycopy(whole, random.nextInt(whole.length / 2), damaged, damaged.length / 2,
                        Math.min(damaged.length - damaged.length / 2, random.nextInt(40)));
            }
        }
        return damaged;
    }
}
