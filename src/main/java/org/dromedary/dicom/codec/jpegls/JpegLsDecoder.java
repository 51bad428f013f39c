package org.dromedary.dicom.codec.jpegls;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Decodes JPEG-LS (ISO/IEC 14495-1, ITU-T T.87), lossless and near-lossless: 2 to 16 bits, one to four components,
 * every interleave, restart markers, preset parameters. HP's colour transforms are undone. Mapping tables, subsampled
 * components and point transforms are errors.
 */
public final class JpegLsDecoder implements FrameDecoder {

    private final BitBuffer bits = new BitBuffer();
    private Model model;
    private int[][] above = {};
    private int[][] line = {};

    @Override
    public Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException {
        Header header = new Header(codestream, offset, offset + length);
        header.start();
        if (!header.nextScan()) {
            throw header.problem("The JPEG-LS codestream has no scan; its end is");
        }
        PixelFormat format = format(header, declared, length);
        byte[] frame = new byte[Math.toIntExact(format.frameBytes())];
        boolean[] present = new boolean[format.samples()];
        int missing = present.length;
        while (true) {
            for (int component : header.scan) {
                missing -= present[component] ? 0 : 1;
                present[component] = true;
            }
            scan(header, codestream, offset + length, format, frame);
            if (missing == 0) {
                return new Frame(HpColour.undo(header, frame, format), frame);
            }
            if (!header.nextScan()) {
                throw new CodecException("The JPEG-LS codestream has no scan of " + missing + " of its components");
            }
        }
    }

    private static PixelFormat format(Header header, PixelFormat declared, int length) throws CodecException {
        int rows = header.rows == 0 ? declared.rows() : header.rows;
        if (rows != declared.rows() || header.columns != declared.columns()
                || header.components.length != declared.samples()) {
            throw new CodecException("The JPEG-LS frame has " + rows + " rows, " + header.columns + " columns and "
                    + header.components.length + " samples, the object says " + declared.rows() + ", "
                    + declared.columns() + " and " + declared.samples());
        }
        int allocated = declared.bitsAllocated();
        if (header.precision > allocated || allocated != 8 && allocated != 16 && allocated != 32) {
            throw new CodecException("JPEG-LS samples of " + header.precision + " bits don't fit the " + allocated
                    + " bits allocated");
        }
        if (declared.sampleCount() < 1 || declared.sampleCount() > PixelFormat.MAX_SAMPLES
                || declared.frameBytes() > Integer.MAX_VALUE - 8 || rows > 8L * length) {
            throw new CodecException("A JPEG-LS frame of " + declared.sampleCount() + " samples in " + length
                    + " bytes is not possible");
        }
        int stored = Math.max(declared.bitsStored(), header.precision);
        return new PixelFormat(rows, header.columns, declared.samples(), allocated, stored, stored - 1,
                declared.signed(), false, declared.photometric());
    }

    private void scan(Header header, byte[] in, int end, PixelFormat format, byte[] frame) throws CodecException {
        Parameters parameters = header.parameters();
        if (model == null || !model.parameters.equals(parameters)) {
            model = new Model(parameters);
        }
        int count = header.scan.length;
        if (above.length != count || above[0].length != header.columns + 2) {
            above = new int[count][header.columns + 2];
            line = new int[count][header.columns + 2];
        }
        LineDecoder decoder = new LineDecoder(bits, model);
        long interval = header.restartInterval == 0 ? format.rows() : header.restartInterval;
        for (int row = 0; row < format.rows(); row++) {
            if (row % interval == 0) {
                if (row > 0) {
                    header.restartMarker((int) (row / interval) - 1);
                }
                header.moveTo(Stuffing.remove(in, header.place(), end, bits));
                restart();
            }
            line(header, decoder);
            for (int i = 0; i < count; i++) {
                Samples.write(line[i], frame, row, header.scan[i], format);
            }
            int[][] done = above;
            above = line;
            line = done;
        }
        if (bits.remaining() < 0) {
            throw header.problem("The JPEG-LS scan ends before the last row,");
        }
    }

    private void restart() {
        model.restart();
        for (int[] samples : above) {
            Arrays.fill(samples, 0);
        }
    }

    private void line(Header header, LineDecoder decoder) throws CodecException {
        if (header.interleave == 2 && header.scan.length > 1) {
            decoder.lines(above, line, header.columns);
            return;
        }
        for (int i = 0; i < line.length; i++) {
            decoder.line(above[i], line[i], header.columns, i);
        }
    }
}
