package org.dromedary.dicom.codec.j2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dromedary.dicom.codec.frame.CodecException;

/** Code-blocks of Part 15 (T.814 §7). */
class HtBlockCodingTest {

    private static final int HIGH_THROUGHPUT = 0x40;
    private static final int CAUSAL = 8;

    private final HtBlockEncoder encoder = new HtBlockEncoder();
    private final HtBlockDecoder decoder = new HtBlockDecoder();

    @Property(tries = 500)
    void decodingGivesBackWhatWasEncoded(@ForAll @IntRange(min = 1, max = 64) int width,
            @ForAll @IntRange(min = 1, max = 64) int height, @ForAll @IntRange(min = 1, max = 29) int bits,
            @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(width, height, bits, seed);
        assertThat(decoded(values, width, height)).isEqualTo(values);
    }

    @Property(tries = 40)
    void longNarrowBlocksAreCodedToo(@ForAll @IntRange(min = 1, max = 1024) int length,
            @ForAll @IntRange(min = 1, max = 4) int breadth, @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(length, breadth, 12, seed);
        assertThat(decoded(values, length, breadth)).isEqualTo(values);
        assertThat(decoded(values, breadth, length)).isEqualTo(values);
    }

    private int[] decoded(int[] values, int width, int height) throws CodecException {
        byte[] cleanup = cleanup(values, width, height);
        int[] result = new int[values.length];
        if (cleanup.length > 0) {
            assertThat(decode(cleanup, new byte[0], 1, 1, HIGH_THROUGHPUT, true, width, height, result)).isZero();
        }
        return result;
    }

    private byte[] cleanup(int[] values, int width, int height) {
        int length = encoder.encode(values, 0, width, width, height, 0);
        assertThat(encoder.passes()).isEqualTo(length == 0 ? 0 : 1);
        return Arrays.copyOf(encoder.bytes(), length);
    }

    private int decode(byte[] cleanup, byte[] refinement, int passes, int bitPlanes, int style, boolean reversible,
            int width, int height, int[] into) throws CodecException {
        byte[] data = Arrays.copyOf(cleanup, cleanup.length + refinement.length);
        System.arraycopy(refinement, 0, data, cleanup.length, refinement.length);
        return decoder.decode(data, new int[] {cleanup.length, data.length}, new int[] {1, passes - 1},
                passes > 1 ? 2 : 1, bitPlanes, 0, style, reversible, width, height, into, 0, width);
    }

    @Property(tries = 400)
    void refinementPassesAddOneBitPlane(@ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height, @ForAll @IntRange(min = 1, max = 20) int bits,
            @ForAll boolean causal, @ForAll boolean refined, @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(width, height, bits, seed);
        values[values.length / 3] = -5;
        PlainHtRefinement plain = new PlainHtRefinement(values, width, height, causal);
        int[] result = new int[values.length];
        int style = causal ? HIGH_THROUGHPUT | CAUSAL : HIGH_THROUGHPUT;
        decode(cleanup(plain.upper(), width, height), plain.bytes(refined), refined ? 3 : 2, 2, style, true, width,
                height, result);
        assertThat(result).isEqualTo(plain.decoded(refined));
    }

    @Example
    void valuesOfTheIrreversibleTransformCarryOneHalf() throws CodecException {
        int[] values = Blocks.values(16, 16, 20, 5);
        int[] result = new int[values.length];
        decode(cleanup(values, 16, 16), new byte[0], 1, 1, HIGH_THROUGHPUT, false, 16, 16, result);
        assertThat(result).isEqualTo(Arrays.stream(values).map(v -> 2 * v + Integer.signum(v)).toArray());
    }

    @Example
    void bitPlanesBelowTheCleanupPassAreReconstructedInTheMiddle() throws CodecException {
        int[] values = Blocks.values(16, 16, 20, 5);
        int[] result = new int[values.length];
        int undecoded = decode(cleanup(values, 16, 16), new byte[0], 1, 4, HIGH_THROUGHPUT, true, 16, 16, result);
        assertThat(undecoded).isEqualTo(3);
        assertThat(result).isEqualTo(Arrays.stream(values).map(v -> 8 * v + 4 * Integer.signum(v)).toArray());
    }

    @Example
    void blockLiesWithinALargerImage() throws CodecException {
        int[] image = Blocks.values(50, 50, 10, 7);
        int length = encoder.encode(image, 5 * 50 + 3, 50, 21, 17, 1);
        int[] result = new int[image.length];
        decoder.decode(encoder.bytes(), new int[] {length}, new int[] {1}, 1, 1, 1, HIGH_THROUGHPUT, true, 21, 17,
                result, 5 * 50 + 3, 50);
        for (int i = 0; i < image.length; i++) {
            boolean inside = i / 50 >= 5 && i / 50 < 22 && i % 50 >= 3 && i % 50 < 24;
            assertThat(result[i]).isEqualTo(inside ? image[i] : 0);
        }
    }

    @Example
    void blockOfZerosHasNoPasses() {
        assertThat(cleanup(new int[64], 8, 8)).isEmpty();
        assertThat(encoder.bitPlanes()).isZero();
    }

    @Example
    void everyCodeIsFoundAgainByItsBits() {
        for (char[] codes : new char[][] {HtTables.INITIAL_ROW, HtTables.OTHER_ROWS}) {
            for (int i = 0; i < codes.length; i++) {
                int length = codes[i] & 7;
                assertThat(length).isPositive();
                assertThat(codes[i & ~0x7F | i & (1 << length) - 1]).isEqualTo(codes[i]);
            }
        }
    }

    @Example
    void suffixLongerThanTheSegmentIsAnError() {
        assertThatThrownBy(() -> decoder.decode(new byte[] {0, 0, 4, 4}, new int[] {4}, new int[] {1}, 1, 1, 0,
                HIGH_THROUGHPUT, true, 4, 4, new int[16], 0, 4))
                .isInstanceOf(CodecException.class).hasMessageContaining("suffix");
    }

    @Example
    void morePassesThanOneSetAreAnError() {
        assertThatThrownBy(() -> decoder.decode(new byte[9], new int[] {4, 9}, new int[] {1, 3}, 2, 5, 0,
                HIGH_THROUGHPUT, true, 4, 4, new int[16], 0, 4))
                .isInstanceOf(CodecException.class).hasMessageContaining("coding passes");
    }

    @Property(tries = 1000)
    void damagedBlocksEndInValuesOrACodecException(@ForAll @IntRange(min = 1, max = 30) int bitPlanes,
            @ForAll @IntRange(min = 1, max = 3) int passes, @ForAll long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(64);
        int height = 1 + random.nextInt(64);
        byte[] cleanup = cleanup(Blocks.values(width, height, 1 + random.nextInt(12), seed), width, height);
        byte[] refinement = new byte[random.nextInt(100)];
        random.nextBytes(refinement);
        for (int i = random.nextInt(20); i > 0 && cleanup.length > 0; i--) {
            cleanup[random.nextInt(cleanup.length)] = (byte) random.nextInt();
        }
        Blocks.valuesOrCodecException(() -> decode(cleanup, refinement, passes, bitPlanes, random.nextInt(256),
                random.nextBoolean(), width, height, new int[width * height]));
    }

    @Property(tries = 500)
    void anyBytesEndInValuesOrACodecException(@ForAll byte[] data, @ForAll @IntRange(max = 5) int second) {
        Blocks.valuesOrCodecException(() -> decoder.decode(data, new int[] {data.length / 2, data.length},
                new int[] {1, second}, 2, 2, 0, HIGH_THROUGHPUT, true, 33, 31, new int[33 * 31], 0, 33));
    }
}
