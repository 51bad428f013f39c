package org.dromedary.objects.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** What the image modules of a successor demand beyond those of the retired SOP class (PS3.3 §C.7.6, §C.8). */
final class Demands {

    static final String US = "1.2.840.10008.5.1.4.1.1.6.1";
    static final String US_MULTI_FRAME = "1.2.840.10008.5.1.4.1.1.3.1";
    static final String NM = "1.2.840.10008.5.1.4.1.1.20";
    static final String XA = "1.2.840.10008.5.1.4.1.1.12.1";

    private static final int FRAME_INCREMENT_POINTER = 0x00280009;
    private static final int FRAME_TIME = 0x00181063;
    private static final int FRAME_TIME_VECTOR = 0x00181065;
    private static final int CINE_RATE = 0x00180040;
    private static final int RECOMMENDED_DISPLAY_FRAME_RATE = 0x00082144;
    private static final int PIXEL_INTENSITY_RELATIONSHIP = 0x00281040;
    private static final int RADIATION_SETTING = 0x00181155;
    private static final int POSITIONER_MOTION = 0x00181500;
    private static final int BIPLANE_ACQUISITION_SEQUENCE = 0x00285000;
    private static final int REFERENCED_IMAGE_SEQUENCE = 0x00081140;
    private static final int ACQUISITION_CONTEXT_SEQUENCE = 0x00400555;
    private static final int LOSSY_IMAGE_COMPRESSION = 0x00282110;
    private static final Set<String> US_COLOURS = Set.of("MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL",
            "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_RCT", "YBR_ICT");
    private static final Set<String> VL_COLOURS = Set.of("MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422",
            "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_RCT", "YBR_ICT");
    private static final Set<String> PLANES = Set.of("SINGLE PLANE", "BIPLANE A", "BIPLANE B");

    private final DataSet object;
    private final DataSet needed;
    private final List<String> missing = new ArrayList<>();

    /** @param needed takes the elements to be set */
    Demands(DataSet object, DataSet needed) {
        this.object = object;
        this.needed = needed;
    }

    /** @throws RuleFailure naming everything that is missing */
    void checkAll(String successor) {
        if (!missing.isEmpty()) {
            throw new RuleFailure(successor + " needs " + String.join(", ", missing)
                    + ", which can't be derived; an action before may set it");
        }
    }

    /** US Image Module (PS3.3 §C.8.5.6). */
    void ultrasound() {
        image(US_COLOURS);
        bits(object.getString(Tag.PhotometricInterpretation, "").equals("PALETTE COLOR") ? Set.of(8, 16) : Set.of(8));
        orEmpty(Tag.ImageType);
    }

    /** With Multi-frame and Cine Modules (PS3.3 §C.7.6.6, §C.7.6.5). */
    void ultrasoundMultiFrame() {
        ultrasound();
        if (object.getInt(Tag.NumberOfFrames, 0) < 1) {
            missing.add(name(Tag.NumberOfFrames));
        }
        increment();
    }

    private void increment() {
        int[] pointers = tags(FRAME_INCREMENT_POINTER);
        if (pointers.length > 0) {
            IntStream.of(pointers).filter(pointer -> !isSet(pointer)).forEach(pointer -> missing.add(name(pointer)));
        } else if (isSet(FRAME_TIME) || isSet(FRAME_TIME_VECTOR)) {
            point(isSet(FRAME_TIME) ? FRAME_TIME : FRAME_TIME_VECTOR);
        } else {
            double rate = object.getDouble(CINE_RATE, object.getDouble(RECOMMENDED_DISPLAY_FRAME_RATE, 0));
            if (rate >= 0.001 && rate < 100_000) {
                BigDecimal milliseconds = new BigDecimal(1000).divide(BigDecimal.valueOf(rate), new MathContext(8));
                needed.set(FRAME_TIME, milliseconds.stripTrailingZeros().toPlainString());
                point(FRAME_TIME);
            } else {
                missing.add(name(FRAME_TIME));
            }
        }
    }

    /** The tags that an element of VR AT holds. */
    int[] tags(int tag) {
        try {
            return object.getStrings(tag).stream().mapToInt(text -> Integer.parseUnsignedInt(text, 16)).toArray();
        } catch (NumberFormatException e) {
            throw new RuleFailure(name(tag) + " holds no tags");
        }
    }

    void point(int... tags) {
        needed.set(FRAME_INCREMENT_POINTER, IntStream.of(tags).mapToObj("%08X"::formatted).toArray(String[]::new));
    }

    /** X-Ray Image, Acquisition and XA Positioner Modules (PS3.3 §C.8.7.1–3, §C.8.7.5). */
    void angiography() {
        image(Set.of("MONOCHROME2"));
        bits(Set.of(8, 16));
        if (object.getItems(BIPLANE_ACQUISITION_SEQUENCE).size() > 1) {
            missing.add("one plane only, but " + name(BIPLANE_ACQUISITION_SEQUENCE) + " has both");
        }
        List<String> type = object.getStrings(Tag.ImageType);
        if (type.size() < 3 || !PLANES.contains(type.get(2))) {
            missing.add("value 3 of " + name(Tag.ImageType));
        } else if (type.get(2).startsWith("BIPLANE") && object.getItems(REFERENCED_IMAGE_SEQUENCE).isEmpty()) {
            missing.add(name(REFERENCED_IMAGE_SEQUENCE) + " to the other plane");
        }
        require(PIXEL_INTENSITY_RELATIONSHIP);
        require(RADIATION_SETTING);
        for (int tag : new int[] {Tag.KVP, 0x00181150, 0x00181151, 0x00181152, 0x00181510, 0x00181511}) {
            orEmpty(tag);
        }
        if (object.getInt(Tag.NumberOfFrames, 1) > 1) {
            orEmpty(POSITIONER_MOTION);
            increment();
        }
    }

    /** VL Image and Acquisition Context Modules (PS3.3 §C.8.12.1, §C.7.6.14). */
    void visibleLight() {
        image(VL_COLOURS);
        bits(Set.of(8));
        require(Tag.ImageType);
        orEmpty(LOSSY_IMAGE_COMPRESSION);
        orEmpty(ACQUISITION_CONTEXT_SEQUENCE);
    }

    /** The Image Pixel Module's part: unsigned samples and one of these photometric interpretations. */
    void image(Set<String> colours) {
        if (!colours.contains(object.getString(Tag.PhotometricInterpretation, ""))) {
            missing.add("another " + name(Tag.PhotometricInterpretation));
        }
        require(Tag.SamplesPerPixel);
        if (object.getInt(Tag.PixelRepresentation, 1) != 0) {
            missing.add("unsigned pixels (" + name(Tag.PixelRepresentation) + ")");
        }
    }

    void bits(Set<Integer> allocated) {
        if (!allocated.contains(object.getInt(Tag.BitsAllocated, 0))) {
            missing.add("another " + name(Tag.BitsAllocated));
        }
    }

    boolean isSet(int tag) {
        Element element = object.get(tag);
        return element != null && !element.isEmpty();
    }

    /** Of Type 1. */
    void require(int tag) {
        if (!isSet(tag)) {
            missing.add(name(tag));
        }
    }

    void lacks(String what) {
        missing.add(what);
    }

    /** Of Type 2. */
    void orEmpty(int tag) {
        if (!object.contains(tag) && !needed.contains(tag)) {
            Vr vr = Dictionary.vrOf(tag);
            needed.put(vr == Vr.SQ ? Element.ofItems(tag, List.of()) : Element.of(tag, vr, new byte[0]));
        }
    }

    DataSet needed() {
        return needed;
    }

    static String name(int tag) {
        String keyword = Dictionary.keywordOf(tag);
        return keyword == null ? Tag.toString(tag) : keyword + " " + Tag.toString(tag);
    }
}
