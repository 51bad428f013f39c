package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** What no JPEG codestream can hold. */
final class Refusal {
    private static final int MAX_LINES = 65_535;
    private static final int MAX_COMPONENTS = 4;

    private Refusal() {
    }

    /** Why a process of those bits a sample can't hold frames of that format; null if it can. */
    static String of(PixelFormat format, int fewestBits, int mostBits) {
        if (format.rows() < 1 || format.columns() < 1 || format.rows() > MAX_LINES
                || format.columns() > MAX_LINES || format.sampleCount() > PixelFormat.MAX_SAMPLES) {
            return "JPEG does not hold " + format.rows() + " rows and " + format.columns() + " columns";
        }
        if (format.samples() < 1 || format.samples() > MAX_COMPONENTS) {
            return "JPEG does not hold " + format.samples() + " samples a pixel";
        }
        if (format.bitsStored() < fewestBits || format.bitsStored() > mostBits
                || format.bitsAllocated() != 8 && format.bitsAllocated() != 16
                || format.bitsStored() > format.bitsAllocated()) {
            return "This JPEG process does not hold samples of " + format.bitsStored() + " bits in "
                    + format.bitsAllocated();
        }
        return null;
    }

    /** @param refusal what was found of the format */
    static void check(String refusal, byte[] samples, PixelFormat format) throws CodecException {
        if (refusal != null) {
            throw new CodecException(refusal);
        }
        if (samples.length != format.frameBytes()) {
            throw new CodecException("A frame of " + samples.length + " bytes, where its format has "
                    + format.frameBytes());
        }
    }
}
