package org.dromedary.dicom.codec.j2k;

import java.util.Map;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Decodes JPEG 2000 Part 1 and HTJ2K (PS3.5 §A.4.4, §A.4.5; T.800, T.814), bare codestreams or JP2 files, and those of
 * Part 2 that use nothing of it. A codestream coded without loss must be whole but for its end marker; of a lossy one
 * that was cut, what is there is decoded, and {@link #truncated()} says so.
 */
public final class J2kDecoder implements FrameDecoder {

    /** Larger frames must have some bytes for their samples, so that hostile headers take no memory. */
    private static final long FREE_SAMPLES = 1L << 25;
    private static final long MAX_SAMPLES_PER_BYTE = 1 << 10;

    private final TileDecoder decoder = new TileDecoder();
    private boolean truncated;

    /** {@inheritDoc} Photometric Interpretations of the codestream's own transforms become RGB. */
    @Override
    public Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException {
        truncated = false;
        Codestream stream = new Codestream(codestream, offset, length, declared);
        if (declared.sampleCount() > FREE_SAMPLES && declared.sampleCount() / MAX_SAMPLES_PER_BYTE > length) {
            throw new CodecException("JPEG 2000: " + length + " bytes for " + declared.sampleCount() + " samples");
        }
        SampleWriter out = new SampleWriter(stream.siz, declared);
        for (Map.Entry<Integer, Codestream.TileData> entry : stream.tiles.entrySet()) {
            Codestream.TileData data = entry.getValue();
            Tile tile = new Tile(stream.siz, entry.getKey(), data.parameters);
            readPackets(tile, data);
            out.write(tile, decoder.decode(tile, data.data, data.parameters.packets().transformed()));
        }
        if (lacksTiles(stream)) {
            cut(stream.main.style(0).reversible(), "JPEG 2000: tiles are missing, the codestream was cut");
        }
        return out.frame();
    }

    /** Tiles without samples, as subsampling can make them, need no tile-part (T.800 §B.3). */
    private static boolean lacksTiles(Codestream stream) throws CodecException {
        int count = stream.siz.tilesWide() * stream.siz.tilesHigh();
        for (int i = 0; i < count && stream.tiles.size() < count; i++) {
            if (!stream.tiles.containsKey(i) && !new Tile(stream.siz, i, stream.main).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean truncated() {
        return truncated;
    }

    private void readPackets(Tile tile, Codestream.TileData data) throws CodecException {
        byte[] headers = data.headers == null ? null : data.headers.toByteArray();
        PacketReader packets = new PacketReader(tile, data.parameters, data.data, data.from, data.to, headers);
        try {
            packets.readAll();
        } catch (CodecException e) {
            if (!packets.exhausted()) {
                throw e;
            }
            cut(tile.reversible(), e.getMessage());
        }
    }

    private void cut(boolean reversible, String problem) throws CodecException {
        if (reversible) {
            throw new CodecException(problem);
        }
        truncated = true;
    }
}
