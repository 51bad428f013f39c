package org.dromedary.dicom.codec.j2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, a frame or a {@link CodecException} goes out, and memory is taken only for what can be. */
class J2kHostileTest {

    private static final PixelFormat FORMAT = PixelFormat.of(40, 48, 3, 8, false, "RGB");
    private static final int MUTATIONS = 2000;
    /** Where SIZ, COD and QCD begin in what our encoder writes. */
    private static final int SIZ = 2;
    private static final int COD = 51;
    private static final int COD_LAYERS = COD + 6;

    private final J2kDecoder decoder = new J2kDecoder();

    private static byte[] codestream(boolean ht) throws CodecException {
        byte[] samples = TestFrames.frame(FORMAT, Content.SMOOTH, 2);
        return (ht ? J2kEncoder.highThroughput() : J2kEncoder.blockCoding()).encode(samples, FORMAT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void changedBytesEndInAFrameOrAnError(boolean ht) throws CodecException {
        byte[] whole = codestream(ht);
        Random random = new Random(1);
        int frames = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] changed = whole.clone();
            int from = random.nextBoolean() ? whole.length : 120;
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(from)] = (byte) (random.nextInt(3) == 0 ? 0xFF : random.nextInt());
            }
            frames += decodes(changed, changed.length) ? 1 : 0;
        }
        assertThat(frames).isBetween(1, MUTATIONS - 1);
    }

    private boolean decodes(byte[] codestream, int length) {
        try {
            assertThat(decoder.decode(codestream, 0, length, FORMAT).bytes()).hasSize((int) FORMAT.frameBytes());
            return true;
        } catch (CodecException expected) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLosslessCodestreamCutAnywhereButInItsEndMarkerIsAnError(boolean ht) throws CodecException {
        byte[] whole = codestream(ht);
        int end = whole.length;
        while (whole[end - 1] != (byte) 0xD9) {
            end--;
        }
        for (int length = 0; length < end - 2; length++) {
            assertThat(decodes(whole, length)).as("%d of %d bytes", length, end).isFalse();
        }
        assertThat(decodes(whole, end - 2)).isTrue();
        assertThat(decodes(whole, end - 1)).isTrue();
    }

    @Test
    void aSizeOtherThanDeclaredIsAnErrorBeforeMemoryIsTaken() throws CodecException {
        byte[] large = codestream(false);
        large[SIZ + 8] = 0x70;
        assertRefusedWithoutMemory(large, FORMAT, "the header says 48 x 40");
    }

    @Test
    void aFewBytesAreNoLargeFrame() throws CodecException {
        byte[] large = codestream(false);
        for (int at : new int[] {SIZ + 6, SIZ + 10, SIZ + 22, SIZ + 26}) {
            large[at] = 0;
            large[at + 1] = 0;
            large[at + 2] = 0x10;
            large[at + 3] = 0;
        }
        PixelFormat declared = PixelFormat.of(4096, 4096, 3, 8, false, "RGB");
        assertRefusedWithoutMemory(large, declared, "bytes for");
    }

    @Test
    void moreLayersThanThereArePacketsAreAnError() throws CodecException {
        byte[] layers = codestream(false);
        layers[COD_LAYERS] = (byte) 0xFF;
        assertThatThrownBy(() -> decoder.decode(layers, 0, layers.length, FORMAT))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void anExtensionOfPart2IsNamed() throws CodecException {
        byte[] whole = codestream(false);
        byte[] extended = new byte[whole.length + 4];
        System.arraycopy(whole, 0, extended, 0, COD);
        System.arraycopy(new byte[] {(byte) 0xFF, 0x74, 0, 2}, 0, extended, COD, 4);
        System.arraycopy(whole, COD, extended, COD + 4, whole.length - COD);
        assertThatThrownBy(() -> decoder.decode(extended, 0, extended.length, FORMAT))
                .isInstanceOf(CodecException.class).hasMessageContaining("multiple component transformation");
    }

    /** The first time loads classes, which takes memory, too. */
    private void assertRefusedWithoutMemory(byte[] stream, PixelFormat declared, String words) {
        assertRefused(stream, declared, words);
        long before = allocated();
        assertRefused(stream, declared, words);
        assertThat(allocated() - before).isLessThan(1 << 20);
    }

    private void assertRefused(byte[] stream, PixelFormat declared, String words) {
        assertThatThrownBy(() -> decoder.decode(stream, 0, stream.length, declared))
                .isInstanceOf(CodecException.class).hasMessageContaining(words);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
