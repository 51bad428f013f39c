package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** The frame header (T.81 §B.2.2), checked against what the object declares. */
final class FrameHeader {
    private static final int MAX_COMPONENTS = 4;
    private static final int MAX_SAMPLING = 4;
    /** Less than of other processes, since many scans go over all of them. */
    private static final long MAX_PROGRESSIVE_SAMPLES = PixelFormat.MAX_SAMPLES / 2;

    final int process;
    final int precision;
    final int rows;
    final int columns;
    final Component[] components;
    final int mostHorizontal;
    final int mostVertical;

    /** @param lines rows, where the header leaves them to a DNL segment */
    FrameHeader(int process, Segment segment, int lines) throws CodecException {
        this.process = process;
        precision = segment.u8();
        int stated = segment.u16();
        rows = stated == 0 ? lines : stated;
        columns = segment.u16();
        int count = segment.u8();
        if (count < 1 || count > MAX_COMPONENTS) {
            throw segment.problem("A JPEG frame of " + count + " components");
        }
        components = new Component[count];
        int horizontal = 1;
        int vertical = 1;
        for (int i = 0; i < count; i++) {
            int id = segment.u8();
            int sampling = segment.u8();
            components[i] = new Component(i, id, sampling >> 4, sampling & 15, segment.u8());
            checkSampling(components[i], segment);
            horizontal = Math.max(horizontal, sampling >> 4);
            vertical = Math.max(vertical, sampling & 15);
        }
        mostHorizontal = horizontal;
        mostVertical = vertical;
        for (Component component : components) {
            component.measure(columns, rows, horizontal, vertical);
        }
    }

    private static void checkSampling(Component component, Segment segment) throws CodecException {
        if (component.horizontal < 1 || component.horizontal > MAX_SAMPLING
                || component.vertical < 1 || component.vertical > MAX_SAMPLING) {
            throw segment.problem("A JPEG component with sampling factors " + component.horizontal + "x"
                    + component.vertical);
        }
    }

    boolean lossless() {
        return process == Marker.SOF3_LOSSLESS;
    }

    /** Lossless scans have a sample of each component in turn, unless several have more than one a unit. */
    boolean byPixel() {
        return lossless() && (components.length == 1 || mostHorizontal == 1 && mostVertical == 1);
    }

    boolean progressive() {
        return process == Marker.SOF2_PROGRESSIVE;
    }

    /** Each component has been in a scan; of the progressive process in one of DC coefficients. */
    boolean allCoded() {
        for (Component component : components) {
            if (!component.coded) {
                return false;
            }
        }
        return true;
    }

    /** Of the progressive process: no coefficient lacks a bit. */
    boolean allKnown() {
        for (Component component : components) {
            for (int bits : component.known) {
                if (bits != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Some component has fewer samples than another. */
    boolean subsampled() {
        for (Component component : components) {
            if (component.horizontal != mostHorizontal || component.vertical != mostVertical) {
                return true;
            }
        }
        return false;
    }

    /** @param codedBytes what the codestream has for all samples; each takes at least some part of a bit */
    void check(PixelFormat declared, long codedBytes) throws CodecException {
        if (rows != declared.rows() || columns != declared.columns() || components.length != declared.samples()) {
            throw new CodecException("The JPEG codestream has " + describe(rows, columns, components.length)
                    + ", the object declares "
                    + describe(declared.rows(), declared.columns(), declared.samples()));
        }
        long most = progressive() ? MAX_PROGRESSIVE_SAMPLES : PixelFormat.MAX_SAMPLES;
        if (rows == 0 || columns == 0 || declared.sampleCount() > most) {
            throw new CodecException("A JPEG frame of " + describe(rows, columns, components.length)
                    + " is not decoded");
        }
        if (declared.bitsAllocated() != 8 && declared.bitsAllocated() != 16
                || precision > declared.bitsAllocated()) {
            throw new CodecException("JPEG samples of " + precision + " bits do not fit Bits Allocated "
                    + declared.bitsAllocated());
        }
        checkPrecision();
        checkUpsampling();
        if (fewestBits() > 8 * codedBytes) {
            throw new CodecException("The JPEG codestream of " + codedBytes + " bytes is too short for "
                    + describe(rows, columns, components.length));
        }
    }

    private void checkPrecision() throws CodecException {
        boolean right = lossless() ? precision >= 2 && precision <= 16
                : precision == 8 || precision == 12;
        if (!right) {
            throw new CodecException("JPEG process SOF" + (process - Marker.SOF0_BASELINE) + " does not have "
                    + precision + " bits a sample");
        }
    }

    private void checkUpsampling() throws CodecException {
        for (Component component : components) {
            if (mostHorizontal % component.horizontal != 0 || mostVertical % component.vertical != 0) {
                throw new CodecException("JPEG components subsampled by a broken factor are not decoded");
            }
        }
    }

    /** Lossless samples take a bit at least, and so do blocks of the DCT processes. */
    private long fewestBits() {
        long bits = 0;
        for (Component component : components) {
            bits += lossless() ? (long) component.width * component.height
                    : (long) component.blocksAcross * component.blocksDown;
        }
        return bits;
    }

    private static String describe(int rows, int columns, int samples) {
        return rows + " rows, " + columns + " columns, " + samples + (samples == 1 ? " sample" : " samples")
                + " a pixel";
    }
}
