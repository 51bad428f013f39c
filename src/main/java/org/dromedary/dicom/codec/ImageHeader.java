package org.dromedary.dicom.codec;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/**
 * What the head of an object says about its Pixel Data (PS3.3 §C.7.6.3).
 *
 * @param frames Number of Frames (0028,0008), 1 if it is absent
 */
record ImageHeader(PixelFormat format, int frames) {

    /** More than any file holds. */
    private static final double MAX_BITS = 1L << 60;
    private static final long MAX_FRAME_BYTES = 1L << 29;

    /** The header of native pixels; chrominance may be shared by two of them. */
    static ImageHeader of(DataSet head) throws CodecException {
        ImageHeader header = read(head);
        header.check();
        if (header.isHalved()) {
            header.checkHalved();
        }
        return header;
    }

    /** The header of encapsulated pixels; what it says of planes and chrominance is left to the codestreams. */
    static ImageHeader ofEncapsulated(DataSet head) throws CodecException {
        ImageHeader header = read(head);
        header.check();
        return header;
    }

    private static ImageHeader read(DataSet head) throws CodecException {
        int rows = required(head, Tag.Rows, "Rows");
        int columns = required(head, Tag.Columns, "Columns");
        int allocated = required(head, Tag.BitsAllocated, "Bits Allocated");
        int samples = head.getInt(Tag.SamplesPerPixel, 1);
        int stored = head.getInt(Tag.BitsStored, allocated);
        int highBit = head.getInt(Tag.HighBit, stored - 1);
        int frames = head.getInt(Tag.NumberOfFrames, head.getString(Tag.NumberOfFrames) == null ? 1 : 0);
        boolean planar = samples > 1 && head.getInt(Tag.PlanarConfiguration, 0) == 1;
        PixelFormat format = new PixelFormat(rows, columns, samples, allocated, stored, highBit,
                head.getInt(Tag.PixelRepresentation, 0) == 1, planar,
                head.getString(Tag.PhotometricInterpretation, samples == 1 ? "MONOCHROME2" : "RGB"));
        return new ImageHeader(format, frames);
    }

    private static int required(DataSet head, int tag, String name) throws CodecException {
        int value = head.getInt(tag, 0);
        if (value <= 0 || value > 0xFFFF) {
            throw new CodecException("Pixel Data without valid " + name + " " + Tag.toString(tag));
        }
        return value;
    }

    private void check() throws CodecException {
        int allocated = format.bitsAllocated();
        if (allocated != 1 && allocated != 8 && allocated != 16 && allocated != 32 && allocated != 64) {
            throw new CodecException("Bits Allocated (0028,0100) is " + allocated + ", not 1, 8, 16, 32 or 64");
        }
        if (format.samples() < 1 || format.samples() > 4) {
            throw new CodecException("Samples per Pixel (0028,0002) is " + format.samples() + ", not 1 to 4");
        }
        boolean fits = format.bitsStored() >= 1 && format.bitsStored() <= allocated
                && format.highBit() < allocated && format.highBit() >= format.bitsStored() - 1;
        if (!fits) {
            throw new CodecException("Bits Stored (0028,0101) " + format.bitsStored() + " and High Bit (0028,0102) "
                    + format.highBit() + " don't fit " + allocated + " Bits Allocated");
        }
        if (frames < 1) {
            throw new CodecException("Number of Frames (0028,0008) is not a positive number");
        }
        if ((double) format.sampleCount() * allocated * frames > MAX_BITS) {
            throw new CodecException("Number of Frames (0028,0008): " + frames + " frames of " + format.sampleCount()
                    + " samples are too many");
        }
        if (format.sampleCount() > PixelFormat.MAX_SAMPLES || format.frameBytes() > MAX_FRAME_BYTES) {
            throw new CodecException("Rows and Columns (0028,0010), (0028,0011): a frame of " + format.sampleCount()
                    + " samples and " + format.frameBytes()
                    + " bytes; more than " + PixelFormat.MAX_SAMPLES + " and " + MAX_FRAME_BYTES + " are not taken");
        }
    }

    private void checkHalved() throws CodecException {
        if (format.samples() != 3 || format.bitsAllocated() != 8 || format.columns() % 2 != 0) {
            throw new CodecException(
                    "YBR_FULL_422 (0028,0004) needs 3 samples of 8 bits and an even number of Columns");
        }
    }

    /** Whether two pixels share their chrominance: native YBR_FULL_422 (PS3.3 §C.7.6.3.1.2). */
    boolean isHalved() {
        return format.photometric().endsWith("_422");
    }

    /** Bits of one native frame; frames of single bits follow one another without a gap (PS3.5 §8.1.1). */
    long nativeFrameBits() {
        long bits = format.sampleCount() * format.bitsAllocated();
        return isHalved() ? bits / 3 * 2 : bits;
    }

    /** Bytes that native Pixel Data needs, without padding. */
    long nativeBytes() {
        return (Math.multiplyExact(nativeFrameBits(), (long) frames) + 7) / 8;
    }

    /** The same with all of the chrominance; Photometric Interpretation was wrong, as it is in some ultrasound. */
    ImageHeader full() {
        return new ImageHeader(format.photometric(format.photometric().replace("_422", "")), frames);
    }
}
