package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.FRAME_NUMBER_INVALID;
import static org.dromedary.objects.validation.FindingCode.HIGH_BIT_UNUSUAL;
import static org.dromedary.objects.validation.FindingCode.PIXEL_ATTRIBUTE_INVALID;
import static org.dromedary.objects.validation.FindingCode.PIXEL_ATTRIBUTE_MISSING;
import static org.dromedary.objects.validation.FindingCode.PLANAR_CONFIGURATION_MISSING;

import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;

/** The attributes that describe Pixel Data (PS3.3 §C.7.6.3). */
record Pixels(int rows, int columns, int samples, int allocated, int stored, int highBit, int representation,
        String photometric, int frames) {

    private static final int ABSENT = -1;
    private static final Map<String, Integer> SAMPLES = Map.ofEntries(Map.entry("MONOCHROME1", 1),
            Map.entry("MONOCHROME2", 1), Map.entry("PALETTE COLOR", 1), Map.entry("RGB", 3), Map.entry("YBR_FULL", 3),
            Map.entry("YBR_FULL_422", 3), Map.entry("YBR_PARTIAL_422", 3), Map.entry("YBR_PARTIAL_420", 3),
            Map.entry("YBR_ICT", 3), Map.entry("YBR_RCT", 3), Map.entry("XYB", 3), Map.entry("HSV", 3),
            Map.entry("ARGB", 4), Map.entry("CMYK", 4));

    static Pixels of(DataSet head) {
        int frames = head.getInt(Tag.NumberOfFrames, 1);
        return new Pixels(head.getInt(Tag.Rows, ABSENT), head.getInt(Tag.Columns, ABSENT),
                head.getInt(Tag.SamplesPerPixel, ABSENT), head.getInt(Tag.BitsAllocated, ABSENT),
                head.getInt(Tag.BitsStored, ABSENT), head.getInt(Tag.HighBit, ABSENT),
                head.getInt(Tag.PixelRepresentation, ABSENT), head.getString(Tag.PhotometricInterpretation, ""),
                Math.max(1, frames));
    }

    /** Whether the length of a frame can be told. */
    boolean isMeasurable() {
        return rows > 0 && columns > 0 && samples > 0 && samples <= 4 && allocated > 0 && allocated <= 64;
    }

    /** Bytes of all frames in native form, without padding; rows × columns × samples × frames fit in a long. */
    long nativeBytes() {
        // 65535 × 65535 × 4 samples × 64 bits × 2^31 frames do not
        double estimate = (double) rows * columns * samples * allocated * frames;
        if (estimate > 1e18) {
            return Long.MAX_VALUE;
        }
        long bits = (long) rows * columns * samples * frames * allocated;
        boolean halved = photometric.endsWith("_422") && samples == 3;
        return ((halved ? bits / 3 * 2 : bits) + 7) / 8;
    }

    void check(DataSet head, boolean integers, Findings findings) {
        missing(Tag.Rows, rows, findings);
        missing(Tag.Columns, columns, findings);
        missing(Tag.SamplesPerPixel, samples, findings);
        missing(Tag.BitsAllocated, allocated, findings);
        if (photometric.isEmpty()) {
            findings.add(PIXEL_ATTRIBUTE_MISSING, name(Tag.PhotometricInterpretation));
        }
        invalid(rows == 0 || columns == 0, "Rows or Columns is 0", findings);
        Integer due = SAMPLES.get(photometric);
        invalid(!photometric.isEmpty() && due == null, "an unknown Photometric Interpretation", findings);
        invalid(due != null && samples != ABSENT && due != samples,
                "Samples per Pixel " + samples + " doesn't go with the Photometric Interpretation", findings);
        invalid(allocated != ABSENT && allocated != 1 && (allocated < 8 || allocated > 64 || allocated % 4 != 0),
                "Bits Allocated " + allocated, findings);
        if (integers) {
            checkBits(findings);
        }
        if (samples > 1 && !head.contains(Tag.PlanarConfiguration)) {
            findings.add(PLANAR_CONFIGURATION_MISSING, name(Tag.PlanarConfiguration));
        }
        if (head.contains(Tag.NumberOfFrames) && head.getInt(Tag.NumberOfFrames, 0) < 1) {
            findings.add(FRAME_NUMBER_INVALID, name(Tag.NumberOfFrames));
        }
    }

    private void checkBits(Findings findings) {
        missing(Tag.BitsStored, stored, findings);
        missing(Tag.HighBit, highBit, findings);
        missing(Tag.PixelRepresentation, representation, findings);
        invalid(stored == 0 || allocated != ABSENT && stored > allocated,
                "Bits Stored " + stored + " of Bits Allocated " + allocated, findings);
        boolean outside = highBit != ABSENT && stored > 0 && stored <= allocated
                && (highBit >= allocated || highBit < stored - 1);
        invalid(outside, "High Bit " + highBit + " with Bits Stored " + stored + " of " + allocated, findings);
        invalid(representation > 1, "Pixel Representation " + representation, findings);
        if (highBit != ABSENT && stored > 0 && highBit > stored - 1 && highBit < allocated) {
            findings.add(HIGH_BIT_UNUSUAL, "High Bit " + highBit + " with Bits Stored " + stored);
        }
    }

    private static void missing(int tag, int value, Findings findings) {
        if (value == ABSENT) {
            findings.add(PIXEL_ATTRIBUTE_MISSING, name(tag));
        }
    }

    private static void invalid(boolean wrong, String what, Findings findings) {
        if (wrong) {
            findings.add(PIXEL_ATTRIBUTE_INVALID, what);
        }
    }

    private static String name(int tag) {
        return Dictionary.keywordOf(tag) + " " + Tag.toString(tag);
    }
}
