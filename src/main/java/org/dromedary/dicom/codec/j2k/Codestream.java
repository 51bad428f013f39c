package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** The headers of a codestream (T.800 Annex A), bare or in a JP2 file, and where the bytes of its tiles are. */
final class Codestream {

    private static final int JP2_SIGNATURE = 12;
    private static final long JP2C = 0x6A703263L;

    /** One tile: its headers, and the bytes and packed packet headers of its tile-parts joined. */
    static final class TileData {
        final Parameters parameters;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream headers;
        byte[] data;
        int from;
        int to;

        TileData(Parameters parameters) {
            this.parameters = parameters;
        }

        private void add(byte[] part, int start, int end) {
            if (data == null) {
                data = part;
                from = start;
                to = end;
                return;
            }
            if (body.size() == 0) {
                body.write(data, from, to - from);
            }
            body.write(part, start, end - start);
        }

        private void join() {
            if (body.size() > 0) {
                data = body.toByteArray();
                from = 0;
                to = data.length;
            }
        }
    }

    final Siz siz;
    final Map<Integer, TileData> tiles = new TreeMap<>();
    private final ByteReader in;
    final Parameters main;
    private ByteReader packed;

    /** Reads all headers; the image must be as declared. */
    Codestream(byte[] bytes, int offset, int length, PixelFormat declared) throws CodecException {
        in = unbox(new ByteReader(bytes, offset, length));
        if (in.u16() != Markers.SOC || in.u16() != Markers.SIZ) {
            throw new CodecException("JPEG 2000: no codestream, it doesn't begin with SOC and SIZ", in.offset());
        }
        siz = Siz.read(segment());
        siz.expect(declared);
        main = new Parameters(null, siz.components().length);
        readMainHeader();
        readTileParts();
        tiles.values().forEach(TileData::join);
    }

    /** Goes into the Contiguous Codestream box of a JP2 file (§I.5.4), if it is one. */
    private static ByteReader unbox(ByteReader in) throws CodecException {
        if (in.left() < JP2_SIGNATURE || in.data[in.at] == (byte) 0xFF) {
            return in;
        }
        while (in.left() > 0) {
            long length = in.u32();
            long type = in.u32();
            if (length == 1) {
                length = (in.u32() << 32 | in.u32()) - 8;
            }
            if (type == JP2C) {
                return in.part(length == 0 ? in.left() : (int) Math.min(in.left(), Math.max(0, length - 8)));
            }
            in.part((int) Math.min(Integer.MAX_VALUE, length - 8));
        }
        throw new CodecException("JPEG 2000: a JP2 file without a codestream");
    }

    private ByteReader segment() throws CodecException {
        return in.part(in.u16() - 2);
    }

    private void readMainHeader() throws CodecException {
        int marker = in.u16();
        while (marker != Markers.SOT) {
            if (marker < 0xFF00 || marker == Markers.EOC || marker == Markers.SOD) {
                throw new CodecException("JPEG 2000: 0x" + Integer.toHexString(marker)
                        + " where a marker of the main header belongs", in.offset() - 2);
            }
            if (Markers.isBare(marker)) {
                marker = in.u16();
                continue;
            }
            ByteReader segment = segment();
            if (marker == Markers.PPM) {
                main.pack(segment);
            } else {
                read(main, marker, segment);
            }
            marker = in.u16();
        }
        byte[] headers = main.unpack();
        packed = headers == null ? null : new ByteReader(headers, 0, headers.length);
    }

    private void read(Parameters into, int marker, ByteReader segment) throws CodecException {
        if (Markers.EXTENSIONS.containsKey(marker)) {
            throw new CodecException("JPEG 2000: the codestream needs a Part 2 extension that is not supported, "
                    + Markers.EXTENSIONS.get(marker), segment.offset());
        }
        into.take(marker, segment);
    }

    /** From behind the first SOT. */
    private void readTileParts() throws CodecException {
        int marker = Markers.SOT;
        while (marker == Markers.SOT) {
            readTilePart();
            marker = in.left() < 2 ? Markers.EOC : in.u16();
        }
    }

    private void readTilePart() throws CodecException {
        int begin = in.at - 2;
        ByteReader sot = segment();
        int index = sot.u16();
        long length = sot.u32();
        if (index >= siz.tilesWide() * siz.tilesHigh()) {
            throw new CodecException("JPEG 2000: tile " + index + " of " + siz.tilesWide() * siz.tilesHigh(),
                    in.offset());
        }
        TileData tile = tiles.computeIfAbsent(index,
                i -> new TileData(new Parameters(main, siz.components().length)));
        readTileHeader(tile);
        int end = end(begin, length);
        addHeaders(tile);
        tile.add(in.data, in.at, end);
        in.at = end;
    }

    private void readTileHeader(TileData tile) throws CodecException {
        for (int marker = in.u16(); marker != Markers.SOD; marker = in.u16()) {
            if (marker < 0xFF00 || marker == Markers.EOC || marker == Markers.SOT) {
                throw new CodecException("JPEG 2000: 0x" + Integer.toHexString(marker)
                        + " where a marker of a tile-part's header belongs", in.offset() - 2);
            }
            if (Markers.isBare(marker)) {
                continue;
            }
            ByteReader segment = segment();
            if (marker == Markers.PPT) {
                tile.parameters.pack(segment);
            } else {
                read(tile.parameters, marker, segment);
            }
        }
    }

    /** Where a tile-part's bytes end; with Psot 0 it is the last and ends at EOC (§A.4.2). */
    private int end(int begin, long length) throws CodecException {
        if (length == 0) {
            int last = in.end;
            while (last > in.at && in.data[last - 1] == 0) {
                last--;
            }
            boolean closed = last - in.at >= 2 && in.data[last - 1] == (byte) 0xD9 && in.data[last - 2] == (byte) 0xFF;
            return closed ? last - 2 : in.end;
        }
        long end = begin + length;
        if (end < in.at) {
            throw new CodecException("JPEG 2000: a tile-part of " + length + " bytes ends in its own header",
                    in.offset());
        }
        return (int) Math.min(end, in.end);
    }

    private void addHeaders(TileData tile) throws CodecException {
        byte[] headers = tile.parameters.unpack();
        if (headers == null && packed != null) {
            ByteReader part = packed.part((int) Math.min(Integer.MAX_VALUE, packed.u32()));
            headers = new byte[part.left()];
            System.arraycopy(part.data, part.at, headers, 0, headers.length);
        }
        if (headers != null) {
            if (tile.headers == null) {
                tile.headers = new ByteArrayOutputStream();
            }
            tile.headers.write(headers, 0, headers.length);
        }
    }
}
