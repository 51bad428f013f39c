package org.dromedary.dicom.codec.j2k;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.testing.ImageFile;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marker segments that few encoders write (T.800 Annex A), put by hand into codestreams of ours. */
class J2kHeadersTest {

    private static final PixelFormat COLOUR = PixelFormat.of(33, 40, 3, 8, false, "RGB");
    /** One row: one code-block in one packet. */
    private static final PixelFormat ROW = PixelFormat.of(1, 60, 1, 16, false, "MONOCHROME2");

    @TempDir
    Path folder;

    private final J2kDecoder decoder = new J2kDecoder();

    @Test
    void aComponentsOwnStyleAndStepSizesGoBeforeTheCommonOnes() throws CodecException {
        byte[] samples = TestFrames.frame(COLOUR, Content.SMOOTH, 1);
        byte[] codestream = J2kEncoder.blockCoding().encode(samples, COLOUR);
        byte[] moved = splice(codestream, find(codestream, Markers.SOT), own(codestream));
        spoil(moved);
        assertThat(decode(moved, COLOUR)).isEqualTo(samples);
    }

    @Test
    void aTilesStyleAndStepSizesGoBeforeTheMainHeaders() throws CodecException {
        byte[] samples = TestFrames.frame(COLOUR, Content.SMOOTH, 2);
        byte[] codestream = J2kEncoder.blockCoding().encode(samples, COLOUR);
        byte[] common = Arrays.copyOfRange(codestream, find(codestream, Markers.COD), find(codestream, Markers.SOT));
        for (byte[] segments : List.of(own(codestream), common)) {
            byte[] moved = intoTileHeader(codestream, segments);
            spoil(moved);
            assertThat(decode(moved, COLOUR)).isEqualTo(samples);
        }
    }

    /** COC and QCC of each component, which say what COD and QCD say. */
    private static byte[] own(byte[] codestream) {
        ByteArrayOutputStream segments = new ByteArrayOutputStream();
        int cod = find(codestream, Markers.COD);
        int qcd = find(codestream, Markers.QCD);
        byte[] style = Arrays.copyOfRange(codestream, cod + 9, cod + 14);
        byte[] steps = Arrays.copyOfRange(codestream, qcd + 4, find(codestream, Markers.SOT));
        for (int c = 0; c < 3; c++) {
            segments.writeBytes(new byte[] {(byte) 0xFF, 0x53, 0, 9, (byte) c, 0});
            segments.writeBytes(style);
            segments.writeBytes(new byte[] {(byte) 0xFF, 0x5D, 0, (byte) (3 + steps.length), (byte) c});
            segments.writeBytes(steps);
        }
        return segments.toByteArray();
    }

    /** Makes the main header's levels, style of code-blocks and guard bits wrong. */
    private static void spoil(byte[] codestream) {
        int cod = find(codestream, Markers.COD);
        codestream[cod + 9] = 2;
        codestream[cod + 12] = 1;
        codestream[find(codestream, Markers.QCD) + 4] = (byte) 0xE0;
    }

    @Test
    void packetHeadersAreReadFromTheMainHeaderOrTheTileParts() throws CodecException {
        byte[] samples = TestFrames.frame(ROW, Content.SMOOTH, 3);
        byte[] codestream = J2kEncoder.blockCoding().encode(samples, ROW);
        int sot = find(codestream, Markers.SOT);
        int packet = sot + 14;
        int body = bodyLength(samples);
        int end = sot + ByteBuffer.wrap(codestream).getInt(sot + 6);
        byte[] header = Arrays.copyOfRange(codestream, packet, end - body);
        byte[] without = cut(codestream, packet, header.length);
        byte[] inTile = intoTileHeader(without, join(new byte[] {(byte) 0xFF, 0x61, 0, (byte) (3 + header.length), 0},
                header));
        assertThat(decode(inTile, ROW)).isEqualTo(samples);
        byte[] inMain = splice(without, sot, join(new byte[] {(byte) 0xFF, 0x60, 0, (byte) (7 + header.length), 0, 0,
            0, 0, (byte) header.length}, header));
        assertThat(decode(inMain, ROW)).isEqualTo(samples);
    }

    private static int bodyLength(byte[] samples) {
        int[] row = new int[ROW.columns()];
        for (int x = 0; x < row.length; x++) {
            row[x] = (samples[2 * x] & 0xFF | (samples[2 * x + 1] & 0xFF) << 8) - 0x8000;
        }
        return new MqBlockEncoder().encode(row, 0, row.length, row.length, 1, 0);
    }

    @Test
    void theLastTilePartMayLeaveItsLengthOpen() throws CodecException {
        byte[] samples = TestFrames.frame(COLOUR, Content.SMOOTH, 4);
        byte[] codestream = J2kEncoder.blockCoding().encode(samples, COLOUR);
        ByteBuffer.wrap(codestream).putInt(find(codestream, Markers.SOT) + 6, 0);
        assertThat(decode(codestream, COLOUR)).isEqualTo(samples);
    }

    @Test
    void tilePartsOfTilesComeInAnyOrder() throws IOException {
        Peers.require("opj_compress");
        PixelFormat format = PixelFormat.of(60, 70, 1, 8, false, "MONOCHROME2");
        byte[] samples = TestFrames.frame(format, Content.SMOOTH, 5);
        Path raw = Files.write(folder.resolve("plain.rawl"), samples);
        Path coded = folder.resolve("coded.j2k");
        ImageFile.run(folder, "opj_compress", "-i", raw.toString(), "-o", coded.toString(), "-F", "70,60,1,8,u",
                "-t", "32,32", "-TP", "R", "-n", "3");
        byte[] codestream = Files.readAllBytes(coded);
        int first = find(codestream, Markers.SOT);
        List<List<byte[]>> tiles = new ArrayList<>();
        int at = first;
        while (codestream[at + 1] == (byte) 0x90) {
            int length = ByteBuffer.wrap(codestream).getInt(at + 6);
            int tile = codestream[at + 5];
            while (tiles.size() <= tile) {
                tiles.add(new ArrayList<>());
            }
            tiles.get(tile).add(Arrays.copyOfRange(codestream, at, at + length));
            at += length;
        }
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(codestream, 0, first);
        for (int part = 0; part < 3; part++) {
            for (int tile = tiles.size() - 1; tile >= 0; tile--) {
                turned.writeBytes(tiles.get(tile).get(part));
            }
        }
        turned.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        assertThat(tiles).hasSize(6);
        assertThat(decode(turned.toByteArray(), format)).isEqualTo(samples);
    }

    @Test
    void ofALossyCodestreamThatWasCutWhatIsThereIsDecodedAndSaid() throws IOException {
        Peers.require("opj_compress");
        PixelFormat format = PixelFormat.of(60, 70, 1, 8, false, "MONOCHROME2");
        Path raw = Files.write(folder.resolve("plain.rawl"), TestFrames.frame(format, Content.SMOOTH, 5));
        Path coded = folder.resolve("coded.j2k");
        ImageFile.run(folder, "opj_compress", "-i", raw.toString(), "-o", coded.toString(), "-F", "70,60,1,8,u",
                "-I", "-r", "2");
        byte[] codestream = Files.readAllBytes(coded);
        decode(codestream, format);
        assertThat(decoder.truncated()).isFalse();
        decode(Arrays.copyOf(codestream, codestream.length * 2 / 3), format);
        assertThat(decoder.truncated()).isTrue();
    }

    private byte[] decode(byte[] codestream, PixelFormat format) throws CodecException {
        return decoder.decode(codestream, 0, codestream.length, format).bytes();
    }

    private static int find(byte[] codestream, int marker) {
        int at = 2;
        while ((codestream[at + 1] & 0xFF) != (marker & 0xFF)) {
            at += 2 + ByteBuffer.wrap(codestream).getShort(at + 2);
        }
        return at;
    }

    private static byte[] intoTileHeader(byte[] codestream, byte[] segments) {
        return splice(codestream, find(codestream, Markers.SOT) + 12, segments);
    }

    /** Puts bytes in; behind SOT it makes the tile-part longer. */
    private static byte[] splice(byte[] codestream, int at, byte[] more) {
        byte[] longer = join(Arrays.copyOf(codestream, at), more,
                Arrays.copyOfRange(codestream, at, codestream.length));
        lengthen(longer, at, more.length);
        return longer;
    }

    private static byte[] cut(byte[] codestream, int at, int count) {
        byte[] shorter = join(Arrays.copyOf(codestream, at),
                Arrays.copyOfRange(codestream, at + count, codestream.length));
        lengthen(shorter, at, -count);
        return shorter;
    }

    private static void lengthen(byte[] codestream, int at, int by) {
        int sot = find(codestream, Markers.SOT);
        if (at > sot) {
            ByteBuffer bytes = ByteBuffer.wrap(codestream);
            bytes.putInt(sot + 6, bytes.getInt(sot + 6) + by);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
