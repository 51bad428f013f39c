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

/** Code-blocks of Part 1 (T.800 Annex C, D). */
class MqBlockCodingTest {

    private final MqBlockEncoder encoder = new MqBlockEncoder();
    private final MqBlockDecoder decoder = new MqBlockDecoder();

    @Property(tries = 300)
    void decodingGivesBackWhatWasEncoded(@ForAll @IntRange(min = 1, max = 64) int width,
            @ForAll @IntRange(min = 1, max = 64) int height, @ForAll @IntRange(max = 3) int orientation,
            @ForAll @IntRange(min = 1, max = 31) int bits, @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(width, height, bits, seed);
        assertThat(decoded(values, width, height, orientation)).isEqualTo(values);
    }

    @Property(tries = 40)
    void longNarrowBlocksAreCodedToo(@ForAll @IntRange(min = 1, max = 1024) int length,
            @ForAll @IntRange(min = 1, max = 4) int breadth, @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(length, breadth, 12, seed);
        assertThat(decoded(values, length, breadth, 1)).isEqualTo(values);
        assertThat(decoded(values, breadth, length, 2)).isEqualTo(values);
    }

    private int[] decoded(int[] values, int width, int height, int orientation) throws CodecException {
        int length = encoder.encode(values, 0, width, width, height, orientation);
        int[] result = new int[values.length];
        if (length > 0) {
            int undecoded = decoder.decode(Arrays.copyOf(encoder.bytes(), length), new int[] {length},
                    new int[] {encoder.passes()}, 1, encoder.bitPlanes(), orientation, 0, true, width, height,
                    result, 0, width);
            assertThat(undecoded).isZero();
        }
        return result;
    }

    @Property(tries = 100)
    void encoderWritesTheStandardsCodewords(@ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height, @ForAll @IntRange(max = 3) int orientation,
            @ForAll @IntRange(min = 1, max = 18) int bits, @ForAll long seed) {
        int[] values = Blocks.values(width, height, bits, seed);
        values[0] = 1;
        PlainBlockEncoder plain = new PlainBlockEncoder(values, width, height, orientation, 0);
        int length = encoder.encode(values, 0, width, width, height, orientation);
        assertThat(Arrays.copyOf(encoder.bytes(), length)).isEqualTo(plain.bytes());
        assertThat(encoder.bitPlanes()).isEqualTo(plain.bitPlanes);
    }

    @Property(tries = 600)
    void everyStyleIsDecoded(@ForAll @IntRange(max = 63) int style, @ForAll @IntRange(min = 1, max = 33) int width,
            @ForAll @IntRange(min = 1, max = 33) int height, @ForAll @IntRange(max = 3) int orientation,
            @ForAll @IntRange(min = 1, max = 20) int bits, @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(width, height, bits, seed);
        values[values.length / 2] = -1;
        PlainBlockEncoder plain = new PlainBlockEncoder(values, width, height, orientation, style);
        int[] result = new int[values.length];
        decode(plain, plain.segmentEnds.size(), orientation, style, true, width, height, result);
        assertThat(result).isEqualTo(values);
    }

    @Property(tries = 100)
    void valuesOfTheIrreversibleTransformCarryOneHalf(@ForAll @IntRange(min = 1, max = 30) int bits,
            @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(16, 16, bits, seed);
        values[7] = 1;
        int[] result = new int[values.length];
        decode(new PlainBlockEncoder(values, 16, 16, 0, 0), 1, 0, 0, false, 16, 16, result);
        assertThat(result).isEqualTo(Arrays.stream(values).map(v -> 2 * v + Integer.signum(v)).toArray());
    }

    @Property(tries = 100)
    void blockCutAfterABitPlaneIsReconstructedInTheMiddle(@ForAll @IntRange(min = 2, max = 16) int bits,
            @ForAll @IntRange(max = 15) int kept, @ForAll long seed) throws CodecException {
        int[] values = Blocks.values(20, 9, bits, seed);
        values[3] = (1 << bits) - 1;
        int style = PlainBlockEncoder.TERMINATE_ALL;
        int planes = 1 + kept % bits;
        int[] result = new int[values.length];
        int undecoded = decode(new PlainBlockEncoder(values, 20, 9, 0, style), 3 * planes - 2, 0, style, true, 20, 9,
                result);
        int cut = bits - planes;
        assertThat(undecoded).isEqualTo(cut);
        assertThat(result).isEqualTo(Arrays.stream(values).map(v -> {
            int magnitude = Math.abs(v) >> cut;
            return magnitude == 0 ? 0 : Integer.signum(v) * ((2 * magnitude + 1 << cut) / 2);
        }).toArray());
    }

    private int decode(PlainBlockEncoder block, int segments, int orientation, int style, boolean reversible,
            int width, int height, int[] into) throws CodecException {
        return decoder.decode(block.bytes(), block.segmentEnds.stream().mapToInt(i -> i).toArray(),
                block.segmentPasses.stream().mapToInt(i -> i).toArray(), segments, block.bitPlanes, orientation,
                style, reversible, width, height, into, 0, width);
    }

    @Example
    void blockLiesWithinALargerImage() throws CodecException {
        int[] image = Blocks.values(50, 50, 10, 7);
        int length = encoder.encode(image, 5 * 50 + 3, 50, 21, 18, 1);
        int[] result = new int[image.length];
        decoder.decode(encoder.bytes(), new int[] {length}, new int[] {encoder.passes()}, 1, encoder.bitPlanes(), 1,
                0, true, 21, 18, result, 5 * 50 + 3, 50);
        for (int i = 0; i < image.length; i++) {
            boolean inside = i / 50 >= 5 && i / 50 < 23 && i % 50 >= 3 && i % 50 < 24;
            assertThat(result[i]).isEqualTo(inside ? image[i] : 0);
        }
    }

    @Example
    void blockOfZerosHasNoPasses() {
        assertThat(encoder.encode(new int[64], 0, 8, 8, 8, 0)).isZero();
        assertThat(encoder.passes()).isZero();
        assertThat(encoder.bitPlanes()).isZero();
    }

    @Example
    void morePassesThanBitPlanesAreAnError() {
        assertThatThrownBy(() -> decoder.decode(new byte[9], new int[] {9}, new int[] {5}, 1, 2, 0, 0, true, 4, 4,
                new int[16], 0, 4)).isInstanceOf(CodecException.class).hasMessageContaining("coding passes");
    }

    @Example
    void damageIsFoundBySegmentationSymbols() {
        int style = PlainBlockEncoder.SEGMENTATION_SYMBOLS;
        PlainBlockEncoder block = new PlainBlockEncoder(Blocks.values(32, 32, 12, 3), 32, 32, 0, style);
        byte[] data = block.bytes();
        data[10] ^= 0x55;
        assertThatThrownBy(() -> decoder.decode(data, new int[] {data.length}, new int[] {3 * block.bitPlanes - 2}, 1,
                block.bitPlanes, 0, style, true, 32, 32, new int[1024], 0, 32))
                .isInstanceOf(CodecException.class).hasMessageContaining("segmentation symbol");
    }

    @Property(tries = 500)
    void anyBytesEndInValuesOrACodecException(@ForAll byte[] data, @ForAll @IntRange(max = 63) int style,
            @ForAll @IntRange(min = 1, max = 40) int bitPlanes, @ForAll @IntRange(max = 120) int passes,
            @ForAll @IntRange(max = 8) int first, @ForAll long seed) {
        Random random = new Random(seed);
        int[] ends = {Math.min(data.length, random.nextInt(20)), data.length};
        Blocks.valuesOrCodecException(() -> decoder.decode(data, ends, new int[] {first, passes}, 2, bitPlanes,
                random.nextInt(4), style, random.nextBoolean(), 31, 17, new int[31 * 17], 0, 31));
    }
}
