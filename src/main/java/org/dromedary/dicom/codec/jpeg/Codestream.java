package org.dromedary.dicom.codec.jpeg;

import java.util.Locale;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Goes through the segments of one codestream (T.81 Annex B) and decodes its scans. */
final class Codestream {
    /** More scans than anybody writes; many over large frames would take long. */
    private static final int MAX_SCANS = 64;

    private final byte[] data;
    private final int origin;
    private final int end;
    private final PixelFormat declared;
    private final Tables tables = new Tables();
    private final ColourMarks marks = new ColourMarks();
    private int at;
    private int scans;
    private FrameHeader frame;
    private SampleWriter writer;
    private PixelFormat format;

    Codestream(byte[] data, int offset, int length, PixelFormat declared) {
        this.data = data;
        this.origin = offset;
        this.end = offset + length;
        this.at = offset;
        this.declared = declared;
    }

    Frame decode() throws CodecException {
        if (end - at < 2 || u8(at) != 0xFF || u8(at + 1) != Marker.SOI) {
            throw new CodecException("Not a JPEG codestream: it does not begin with SOI (FFD8)");
        }
        at += 2;
        int marker = nextMarker();
        while (marker >= 0 && marker != Marker.EOI && !complete()) {
            if (!Marker.restart(marker) && marker != Marker.TEM) {
                segment(marker);
            }
            marker = nextMarker();
        }
        boolean whole = frame != null && frame.allCoded()
                && (!frame.progressive() || marker == Marker.EOI || frame.allKnown());
        if (!whole) {
            throw new CodecException("The JPEG codestream ends before all of its components are coded", at - origin);
        }
        if (!frame.byPixel()) {
            PlaneOutput.write(frame, writer);
        }
        return new Frame(format, writer.bytes());
    }

    /** Sequential and lossless frames have each component once, so that nothing can follow, EOI or not. */
    private boolean complete() {
        return frame != null && !frame.progressive() && frame.allCoded();
    }

    private int u8(int position) {
        return data[position] & 0xFF;
    }

    /** The next marker, passing over fill bytes and what no marker begins; -1 at the end. */
    private int nextMarker() {
        while (at + 1 < end) {
            if (u8(at) == 0xFF && u8(at + 1) != 0xFF && u8(at + 1) != 0) {
                at += 2;
                return u8(at - 1);
            }
            at++;
        }
        return -1;
    }

    private void segment(int marker) throws CodecException {
        if (marker == Marker.SOI) {
            throw new CodecException("A JPEG codestream begins inside another", at - 2 - origin);
        }
        int length = at + 2 <= end ? u8(at) << 8 | u8(at + 1) : 0;
        if (length < 2 || length > end - at) {
            throw new CodecException("JPEG marker FF" + Integer.toHexString(marker).toUpperCase(Locale.ROOT)
                    + " has an impossible length of " + length, at - origin);
        }
        Segment segment = new Segment(data, origin, at + 2, at + length);
        at += length;
        switch (marker) {
            case Marker.DHT -> tables.readHuffman(segment);
            case Marker.DQT -> tables.readQuantization(segment);
            case Marker.DRI -> tables.readRestartInterval(segment);
            case Marker.APP0 -> marks.readApp0(segment);
            case Marker.APP14 -> marks.readApp14(segment);
            case Marker.SOS -> scan(segment);
            default -> {
                if (Marker.frame(marker)) {
                    beginFrame(marker, segment);
                }
            }
        }
    }

    private void beginFrame(int marker, Segment segment) throws CodecException {
        if (frame != null) {
            throw segment.problem("The JPEG codestream has a second frame header");
        }
        if (marker == Marker.SOF55_JPEG_LS) {
            throw segment.problem("The codestream is JPEG-LS, not JPEG");
        }
        if (marker > Marker.SOF3_LOSSLESS) {
            throw segment.problem("JPEG process SOF" + (marker - Marker.SOF0_BASELINE)
                    + " (arithmetic or hierarchical) is not decoded");
        }
        FrameHeader header = new FrameHeader(marker, segment, lines());
        header.check(declared, end - at);
        int stored = Math.min(declared.bitsAllocated(), Math.max(declared.bitsStored(), header.precision));
        format = new PixelFormat(header.rows, header.columns, declared.samples(), declared.bitsAllocated(), stored,
                stored - 1, declared.signed(), false, marks.photometric(declared.photometric(), header));
        writer = new SampleWriter(format);
        frame = header;
    }

    /** The number of lines that a DNL segment states after the first scan (T.81 §B.2.5), 0 without one. */
    private int lines() {
        for (int i = at; i + 6 <= end; i++) {
            if (u8(i) == 0xFF && u8(i + 1) == Marker.DNL && u8(i + 2) == 0 && u8(i + 3) == 4) {
                return u8(i + 4) << 8 | u8(i + 5);
            }
        }
        return 0;
    }

    private void scan(Segment segment) throws CodecException {
        if (frame == null) {
            throw segment.problem("A JPEG scan comes before any frame header");
        }
        scans++;
        if (scans > MAX_SCANS) {
            throw segment.problem("The JPEG codestream has more than " + MAX_SCANS + " scans");
        }
        Scan scan = Scan.read(segment, frame, tables);
        EntropyData entropy = new EntropyData(data, origin, at, end);
        switch (frame.process) {
            case Marker.SOF3_LOSSLESS -> losslessScan(scan, entropy);
            case Marker.SOF2_PROGRESSIVE -> new ProgressiveScan(frame, scan, entropy, tables).decode();
            default -> new SequentialScan(frame, scan, entropy, tables).decode();
        }
        at = entropy.next();
    }

    private void losslessScan(Scan scan, EntropyData entropy) throws CodecException {
        if (frame.byPixel()) {
            new LosslessScan(frame, scan, entropy).decode(writer);
        } else {
            new LosslessUnitScan(frame, scan, entropy).decode();
        }
    }
}
