package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;

/** Reads a tile's packets in the order of its progressions (T.800 §B.9, §B.10, §B.12). */
final class PacketReader {

    static final String MISSING = "JPEG 2000: packets are missing, the codestream was cut";
    private static final int ALL_RESOLUTIONS = 33;
    private static final int MAX_LENGTH_BITS = 31;
    private static final int HT_SET = 3;

    /** Bytes that a packet's header announces; those of an HT set that another one follows are passed over. */
    private record Piece(CodeBlock block, int set, int segment, int length) {
    }

    private final Tile tile;
    private final Parameters parameters;
    private final Parameters.Packets packets;
    private final HeaderBits body;
    private final HeaderBits headers;
    private final List<Piece> pieces = new ArrayList<>();

    /** @param packedHeaders null if each packet's header stands before its body */
    PacketReader(Tile tile, Parameters parameters, byte[] data, int from, int to, byte[] packedHeaders)
            throws CodecException {
        this.tile = tile;
        this.parameters = parameters;
        packets = parameters.packets();
        body = new HeaderBits(data, from, to);
        headers = packedHeaders == null ? body : new HeaderBits(packedHeaders, 0, packedHeaders.length);
    }

    /** Reads all packets; at the first that isn't there it ends with an error, the earlier ones are kept. */
    void readAll() throws CodecException {
        List<Precinct> all = tile.precincts();
        if (parameters.changes().isEmpty()) {
            read(all, packets.order(), packets.layers());
            return;
        }
        for (Parameters.Change change : parameters.changes()) {
            int layers = Math.min(change.layer1(), packets.layers());
            List<Precinct> some = new ArrayList<>();
            for (Precinct precinct : all) {
                if (precinct.layers < layers
                        && precinct.resolution >= change.resolution0() && precinct.resolution < change.resolution1()
                        && precinct.component >= change.component0() && precinct.component < change.component1()) {
                    some.add(precinct);
                }
            }
            read(some, change.order(), layers);
        }
    }

    /** Bytes have run out. */
    boolean exhausted() {
        return body.at >= body.end || headers.at >= headers.end;
    }

    private void read(List<Precinct> precincts, int order, int layers) throws CodecException {
        Comparator<Precinct> byResolution = Comparator.comparingInt(p -> p.resolution);
        Comparator<Precinct> byPlace = Comparator.<Precinct>comparingLong(p -> p.y).thenComparingLong(p -> p.x);
        Comparator<Precinct> byComponent = Comparator.comparingInt(p -> p.component);
        switch (order) {
            case 0 -> {
                precincts.sort(byResolution);
                readLayers(precincts, layers);
            }
            case 1 -> {
                for (int r = 0; r < ALL_RESOLUTIONS; r++) {
                    int resolution = r;
                    readLayers(precincts.stream().filter(p -> p.resolution == resolution).toList(), layers);
                }
            }
            case 2 -> readPrecincts(precincts, byResolution.thenComparing(byPlace), layers);
            case 3 -> readPrecincts(precincts, byPlace, layers);
            default -> readPrecincts(precincts, byComponent.thenComparing(byPlace), layers);
        }
    }

    private void readLayers(List<Precinct> precincts, int layers) throws CodecException {
        int first = precincts.stream().mapToInt(p -> p.layers).min().orElse(layers);
        for (int layer = first; layer < layers; layer++) {
            for (Precinct precinct : precincts) {
                if (precinct.layers == layer) {
                    read(precinct);
                }
            }
        }
    }

    private void readPrecincts(List<Precinct> precincts, Comparator<Precinct> order, int layers)
            throws CodecException {
        precincts.sort(order);
        for (Precinct precinct : precincts) {
            while (precinct.layers < layers) {
                read(precinct);
            }
        }
    }

    private void read(Precinct precinct) throws CodecException {
        if (packets.sop()) {
            body.skip(Markers.SOP, 6);
        }
        pieces.clear();
        if (headers.bit() == 1) {
            CodingStyle style = tile.components[precinct.component].style;
            int shift = tile.components[precinct.component].shift;
            for (Precinct.Blocks blocks : precinct.blocks) {
                if (blocks.wide > 0 && blocks.high > 0) {
                    readHeader(blocks, precinct.layers, style, shift);
                }
            }
        }
        headers.align();
        if (packets.eph()) {
            headers.skip(Markers.EPH, 2);
        }
        for (Piece piece : pieces) {
            readBody(piece);
        }
        precinct.layers++;
    }

    private void readHeader(Precinct.Blocks blocks, int layer, CodingStyle style, int shift) throws CodecException {
        blocks.open();
        for (int y = 0; y < blocks.high; y++) {
            for (int x = 0; x < blocks.wide; x++) {
                CodeBlock block = blocks.all[y * blocks.wide + x];
                if (block != null ? headers.bit() == 1 : blocks.inclusion.read(headers, x, y, layer + 1)) {
                    if (block == null) {
                        block = new CodeBlock();
                        block.bitPlanes = blocks.band.bitPlanes + shift - missingPlanes(blocks, x, y);
                        blocks.all[y * blocks.wide + x] = block;
                    }
                    readLengths(block, style);
                }
            }
        }
    }

    private int missingPlanes(Precinct.Blocks blocks, int x, int y) throws CodecException {
        int missing = 0;
        while (!blocks.missingPlanes.read(headers, x, y, missing + 1)) {
            missing++;
        }
        return missing;
    }

    private void readLengths(CodeBlock block, CodingStyle style) throws CodecException {
        int left = readPasses();
        while (headers.bit() == 1) {
            block.lengthBits++;
        }
        if (style.is(CodingStyle.HIGH_THROUGHPUT)) {
            readHtLengths(block, left);
            return;
        }
        block.passes += left;
        while (left > 0) {
            if (block.room(style) == 0) {
                block.begin();
            }
            int some = Math.min(left, block.room(style));
            add(block, some, headers.bits(lengthBits(block, some)));
            left -= some;
        }
    }

    /**
     * The lengths of HT passes, which come in sets of three: cleanup, significance propagation, magnitude refinement.
     * Sets without bytes before the first cleanup are placeholders, and each lowers its bit-plane by one; of several
     * sets with bytes the last counts (T.814 Annex B).
     */
    private void readHtLengths(CodeBlock block, int passes) throws CodecException {
        int left = passes;
        if (!block.hasCleanup()) {
            int behind = Math.min(left, (block.passes + left - 1) % HT_SET);
            int upTo = left > behind ? left - behind : left;
            int bits = lengthBits(block, upTo);
            int length = headers.bits(bits);
            if (length == 0 || behind == left) {
                // Nothing but placeholders, of which all passes make one length.
                length = length << lengthBits(block, left) - bits | headers.bits(lengthBits(block, left) - bits);
                if (length != 0) {
                    throw new CodecException("JPEG 2000: an HT code-block's placeholder passes have " + length
                            + " bytes");
                }
                block.passes += left;
                return;
            }
            block.passes += upTo - 1;
            block.beginSet();
            add(block, 1, length);
            block.passes++;
            left -= upTo;
        }
        while (left > 0) {
            int inSet = block.passes % HT_SET;
            int some = inSet == 0 ? 1 : Math.min(left, HT_SET - inSet);
            int length = headers.bits(lengthBits(block, some));
            if (inSet == 0 && length > 0) {
                block.beginSet();
            } else if (inSet > 0 && block.segments == 1) {
                block.begin();
            }
            if (inSet > 0 || length > 0) {
                add(block, some, length);
            }
            block.passes += some;
            left -= some;
        }
    }

    private void add(CodeBlock block, int passes, int length) {
        block.segmentPasses[block.segments - 1] += passes;
        pieces.add(new Piece(block, block.set, block.segments - 1, length));
    }

    /** Bits of the length of so many passes (T.800 §B.10.7). */
    private static int lengthBits(CodeBlock block, int passes) throws CodecException {
        int bits = block.lengthBits + 31 - Integer.numberOfLeadingZeros(passes);
        if (bits > MAX_LENGTH_BITS) {
            throw new CodecException("JPEG 2000: a length of " + bits + " bits in a packet header");
        }
        return bits;
    }

    /** Number of coding passes (table B.4). */
    private int readPasses() throws CodecException {
        if (headers.bit() == 0) {
            return 1;
        }
        if (headers.bit() == 0) {
            return 2;
        }
        int more = headers.bits(2);
        if (more < 3) {
            return 3 + more;
        }
        more = headers.bits(5);
        return more < 31 ? 6 + more : 37 + headers.bits(7);
    }

    private void readBody(Piece piece) throws CodecException {
        int length = Math.min(piece.length, body.end - body.at);
        if (piece.set == piece.block.set) {
            piece.block.add(body.at, length);
            piece.block.segmentLengths[piece.segment] += length;
        }
        body.at += length;
        if (length < piece.length) {
            throw new CodecException(MISSING);
        }
    }
}
