package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Encodes without loss to JPEG 2000 Part 1 (PS3.5 §A.4.4) or HTJ2K: 5/3 wavelet, one tile, one layer, one precinct a
 * resolution, code-blocks of 64 x 64. RGB goes through the reversible component transform.
 */
public final class J2kEncoder implements FrameEncoder {

    private static final int MAX_LEVELS = 5;
    static final int BLOCK_LOG = 6;
    private static final int MAX_BITS = 16;
    private static final int MIN_GUARD_BITS = 2;

    private final boolean highThroughput;
    private final List<BlockWriter> writers = new ArrayList<>();
    private final Dwt53 dwt = new Dwt53();
    private int[][][] rows = new int[0][][];
    private byte[] codes = new byte[1 << 16];
    private int used;

    private J2kEncoder(boolean highThroughput) {
        this.highThroughput = highThroughput;
    }

    /** Part 1, reversible. */
    public static J2kEncoder blockCoding() {
        return new J2kEncoder(false);
    }

    /** Part 15 (HTJ2K), reversible. */
    public static J2kEncoder highThroughput() {
        return new J2kEncoder(true);
    }

    @Override
    public String refusal(PixelFormat format) {
        if (format.bitsAllocated() != 8 && format.bitsAllocated() != 16 || format.bitsStored() > MAX_BITS
                || format.bitsStored() < 1 || format.bitsStored() > format.bitsAllocated()) {
            return "JPEG 2000 is written with 8 or 16 Bits Allocated and 1 to 16 Bits Stored, not "
                    + format.bitsAllocated() + " and " + format.bitsStored();
        }
        if (format.rows() < 1 || format.columns() < 1 || format.samples() < 1 || format.samples() > 4
                || format.sampleCount() > PixelFormat.MAX_SAMPLES) {
            return "JPEG 2000 is written of frames with 1 to 4 samples a pixel and at most "
                    + PixelFormat.MAX_SAMPLES + " samples";
        }
        return null;
    }

    /** {@inheritDoc} RGB becomes YBR_RCT (PS3.5 §8.2.4). */
    @Override
    public String photometric(PixelFormat format) {
        return transformed(format) ? "YBR_RCT" : format.photometric();
    }

    private static boolean transformed(PixelFormat format) {
        return format.samples() == 3 && "RGB".equals(format.photometric());
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        String refusal = refusal(format);
        if (refusal != null || samples.length < format.frameBytes()) {
            throw new CodecException(refusal != null ? refusal : "JPEG 2000: " + samples.length
                    + " bytes of samples, " + format.frameBytes() + " are needed");
        }
        read(samples, format);
        if (transformed(format)) {
            for (int y = 0; y < format.rows(); y++) {
                ComponentTransform.forwardReversible(rows[0][y], rows[1][y], rows[2][y], format.columns());
            }
        }
        return write(format);
    }

    /** Samples to rows of components, less half their range if they have no sign (T.800 §G.1.1). */
    private void read(byte[] samples, PixelFormat format) throws CodecException {
        if (rows.length != format.samples() || rows[0].length != format.rows()
                || rows[0][0].length != format.columns()) {
            rows = new int[format.samples()][format.rows()][format.columns()];
        }
        int size = format.bitsAllocated() / 8;
        int shift = format.signed() ? 0 : 1 << format.bitsStored() - 1;
        int beyond = 0;
        for (int c = 0; c < format.samples(); c++) {
            int at = c * size;
            for (int[] row : rows[c]) {
                beyond |= read(samples, at, size, size * format.samples(), row, format);
                for (int x = 0; x < row.length; x++) {
                    row[x] -= shift;
                }
                at += row.length * size * format.samples();
            }
        }
        if (beyond != 0) {
            throw new CodecException("JPEG 2000: samples need more than their " + format.bitsStored()
                    + " Bits Stored");
        }
    }

    /** Reads a row. @return bits that are set where a sample differs from its stored bits */
    private static int read(byte[] from, int first, int size, int step, int[] row, PixelFormat format) {
        int beyond = 0;
        int at = first;
        int unused = 32 - format.bitsStored();
        boolean signed = format.signed();
        for (int x = 0; x < row.length; x++, at += step) {
            int value = size == 1 ? from[at] : from[at] & 0xFF | from[at + 1] << 8;
            if (!signed) {
                value &= size == 1 ? 0xFF : 0xFFFF;
            }
            beyond |= value ^ (signed ? value << unused >> unused : value << unused >>> unused);
            row[x] = value;
        }
        return beyond;
    }

    private byte[] write(PixelFormat format) throws CodecException {
        int smaller = Math.min(format.rows(), format.columns());
        int levels = Math.min(MAX_LEVELS, 31 - Integer.numberOfLeadingZeros(smaller));
        int[] precincts = new int[levels + 1];
        Arrays.fill(precincts, 0xFF);
        CodingStyle style = new CodingStyle(levels, BLOCK_LOG, BLOCK_LOG,
                highThroughput ? CodingStyle.HIGH_THROUGHPUT : 0, true, precincts);
        int[] exponents = exponents(format, levels);
        TileComponent[] components = new TileComponent[format.samples()];
        int guardBits = MIN_GUARD_BITS;
        used = 0;
        for (int c = 0; c < components.length; c++) {
            components[c] = new TileComponent(c, new Siz.Component(format.bitsStored(), format.signed(), 1, 1),
                    new int[] {0, 0, format.columns(), format.rows()},
                    Parameters.of(style, new Quantization(0, exponents, exponents, false)));
            components[c].build();
            dwt.forward(components[c], rows[c]);
            guardBits = Math.max(guardBits, encodeBlocks(components[c], rows[c]));
        }
        return write(format, style, new Quantization(guardBits, exponents, exponents, false), components);
    }

    /** The nominal range of each sub-band's coefficients in bits (equation E-4); a transformed colour has one more. */
    private static int[] exponents(PixelFormat format, int levels) {
        int[] exponents = new int[3 * levels + 1];
        Arrays.fill(exponents, format.bitsStored() + (transformed(format) ? 2 : 1));
        exponents[0]--;
        for (int i = 3; i < exponents.length; i += 3) {
            exponents[i]++;
        }
        return exponents;
    }

    /** @return guard bits that the coefficients need */
    private int encodeBlocks(TileComponent component, int[][] from) throws CodecException {
        List<Precinct.Blocks> owners = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (Precinct precinct : component.precincts) {
            for (Precinct.Blocks blocks : precinct.blocks) {
                if (blocks.wide > 0 && blocks.high > 0) {
                    blocks.open();
                }
                for (int i = 0; blocks.all != null && i < blocks.all.length; i++) {
                    owners.add(blocks);
                    indices.add(i);
                }
            }
        }
        int shares = Shares.of(owners.size());
        while (writers.size() < shares) {
            writers.add(new BlockWriter(highThroughput));
        }
        Shares.run(owners.size(), shares, (share, begin, end) -> {
            BlockWriter writer = writers.get(share);
            writer.begin();
            for (int i = begin; i < end; i++) {
                writer.encode(owners.get(i), indices.get(i), from);
            }
        });
        int guardBits = 0;
        for (int share = 0; share < shares; share++) {
            BlockWriter writer = writers.get(share);
            guardBits = Math.max(guardBits, writer.guardBits());
            if (used + writer.length() > codes.length) {
                codes = Arrays.copyOf(codes, 2 * codes.length + writer.length());
            }
            writer.copy(codes, used);
            used += writer.length();
        }
        return guardBits;
    }

    private byte[] write(PixelFormat format, CodingStyle style, Quantization quantization,
            TileComponent[] components) throws CodecException {
        ByteArrayOutputStream packets = new ByteArrayOutputStream(used + 1024);
        for (int r = 0; r <= style.levels(); r++) {
            for (TileComponent component : components) {
                for (Precinct precinct : component.precincts) {
                    if (precinct.resolution == r) {
                        PacketWriter.write(precinct, quantization.guardBits(), codes, packets);
                    }
                }
            }
        }
        int mostPlanes = 0;
        for (int band = 0; band < quantization.exponents().length; band++) {
            mostPlanes = Math.max(mostPlanes, quantization.bitPlanes(band));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(packets.size() + 256);
        HeaderWriter headers = new HeaderWriter(out);
        headers.main(format, style, quantization, transformed(format), mostPlanes);
        headers.tilePart(packets.size());
        out.writeBytes(packets.toByteArray());
        headers.end();
        return out.toByteArray();
    }
}
