package org.dromedary.dicom.codec.frame;

/**
 * How the samples of one frame lie in its bytes (PS3.3 §C.7.6.3.1, PS3.5 §8.1).
 *
 * @param samples       Samples per Pixel (0028,0002)
 * @param bitsAllocated 1, 8, 16 or 32
 * @param signed        Pixel Representation (0028,0103) is 1
 * @param planar        Planar Configuration (0028,0006) is 1: one plane a sample
 * @param photometric   Photometric Interpretation (0028,0004)
 */
public record PixelFormat(int rows, int columns, int samples, int bitsAllocated, int bitsStored, int highBit,
        boolean signed, boolean planar, String photometric) {

    /** What one frame may have at most, so that hostile headers take no memory. */
    public static final long MAX_SAMPLES = 1L << 27;

    /** Grey or colour by pixel, with the stored bits at the low end. */
    public static PixelFormat of(int rows, int columns, int samples, int bitsStored, boolean signed,
            String photometric) {
        int allocated = bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : 32;
        return new PixelFormat(rows, columns, samples, allocated, bitsStored, bitsStored - 1, signed, false,
                photometric);
    }

    public long sampleCount() {
        return (long) rows * columns * samples;
    }

    /** Bytes of one native frame; with one bit allocated, rounded up to whole bytes. */
    public long frameBytes() {
        return (sampleCount() * bitsAllocated + 7) / 8;
    }

    /** The same, not in planes. */
    public PixelFormat byPixel() {
        return new PixelFormat(rows, columns, samples, bitsAllocated, bitsStored, highBit, signed, false, photometric);
    }

    /** The same with the stored bits at the low end, where codecs have them. */
    public PixelFormat lowBits() {
        return new PixelFormat(rows, columns, samples, bitsAllocated, bitsStored, bitsStored - 1, signed, planar,
                photometric);
    }

    /** The whole cells as samples: overlays and what else is above the stored bits included. */
    public PixelFormat wholeCells() {
        return new PixelFormat(rows, columns, samples, bitsAllocated, bitsAllocated, bitsAllocated - 1, signed, planar,
                photometric);
    }

    /** Throws if there are fewer bytes than one frame has. */
    public void checkFrame(byte[] samples) throws CodecException {
        if (samples.length < frameBytes()) {
            throw new CodecException("The frame has " + samples.length + " bytes, not " + frameBytes());
        }
    }

    public PixelFormat photometric(String other) {
        return new PixelFormat(rows, columns, samples, bitsAllocated, bitsStored, highBit, signed, planar, other);
    }
}
