package org.dromedary.hospital.presentation;

import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;

/**
 * What presentation objects need of an image.
 *
 * @param head          without what is not needed, in UTF-8, or in its own bytes where these can't be decoded
 * @param variesByFrame whether the rescale differs by frame
 * @param ownBytes      whether the text stays in the bytes and the character set that it has
 */
record Image(DataSet head, boolean variesByFrame, boolean ownBytes) {

    private static final String UTF_8 = "ISO_IR 192";
    private static final int RESCALE_TYPE = tagOf("RescaleType");
    private static final int SHARED_GROUPS = tagOf("SharedFunctionalGroupsSequence");
    private static final int PIXEL_TRANSFORMATION = tagOf("PixelValueTransformationSequence");
    private static final int MODALITY_LUT = tagOf("ModalityLUTSequence");
    /** Of patient and study, which hold for all objects of the study (PS3.3 §C.7.1.1, §C.7.2.1). */
    private static final int[] OF_STUDY = {Tag.PatientName, Tag.PatientID, Tag.IssuerOfPatientID,
        tagOf("IssuerOfPatientIDQualifiersSequence"), Tag.PatientBirthDate, Tag.PatientSex,
        tagOf("OtherPatientIDsSequence"), Tag.StudyInstanceUID, Tag.StudyDate, Tag.StudyTime,
        Tag.ReferringPhysicianName, Tag.StudyID, Tag.AccessionNumber,
        tagOf("IssuerOfAccessionNumberSequence"), Tag.StudyDescription};
    private static final int[] OF_IMAGE = {Tag.SpecificCharacterSet, Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.Modality,
        Tag.SeriesInstanceUID, Tag.Rows, Tag.Columns, Tag.NumberOfFrames, Tag.PhotometricInterpretation,
        Tag.RescaleIntercept, Tag.RescaleSlope, RESCALE_TYPE, MODALITY_LUT, SHARED_GROUPS, Tag.PixelSpacing,
        tagOf("ImagerPixelSpacing"), tagOf("PixelAspectRatio"), tagOf("WaveformSequence")};
    private static final int[] NEEDED = {Tag.PatientName, Tag.PatientID, Tag.PatientBirthDate, Tag.PatientSex,
        Tag.StudyDate, Tag.StudyTime, Tag.ReferringPhysicianName, Tag.StudyID, Tag.AccessionNumber};

    static Image of(DataSet head) {
        Map<List<String>, DataSet> rescales = new HashMap<>();
        for (DataSet frame : head.getItems(tagOf("PerFrameFunctionalGroupsSequence"))) {
            frame.getItems(PIXEL_TRANSFORMATION).forEach(item -> rescales.put(List.of(
                    item.getString(Tag.RescaleSlope, ""), item.getString(Tag.RescaleIntercept, "")), item));
        }
        DataSet slim = new DataSet();
        IntStream.concat(IntStream.of(OF_STUDY), IntStream.of(OF_IMAGE)).filter(head::contains)
                .forEach(tag -> slim.put(head.get(tag)));
        if (rescales.size() == 1) {
            rescales.values().forEach(item -> item.forEach(slim::put));
        }
        boolean decodable = isDecodable(slim);
        return new Image(decodable ? slim.inCharacterSet(UTF_8) : slim, rescales.size() > 1, !decodable);
    }

    private static boolean isDecodable(DataSet dataSet) {
        for (Element element : dataSet) {
            Vr vr = dataSet.knownVr(element);
            if (vr.usesCharacterSet() && !element.isEmpty() && !dataSet.characterSet().canDecode(element.bytes(), vr)
                    || !element.items().stream().allMatch(Image::isDecodable)) {
                return false;
            }
        }
        return true;
    }

    String text(int tag) {
        return head.getString(tag, "");
    }

    String sopInstanceUid() {
        return text(Tag.SOPInstanceUID);
    }

    String seriesInstanceUid() {
        return text(Tag.SeriesInstanceUID);
    }

    String studyInstanceUid() {
        return text(Tag.StudyInstanceUID);
    }

    int rows() {
        return head.getInt(Tag.Rows, 0);
    }

    int columns() {
        return head.getInt(Tag.Columns, 0);
    }

    int frames() {
        return Math.max(1, head.getInt(Tag.NumberOfFrames, 1));
    }

    boolean isGrey() {
        return text(Tag.PhotometricInterpretation).startsWith("MONOCHROME");
    }

    boolean isInverse() {
        return text(Tag.PhotometricInterpretation).equals("MONOCHROME1");
    }

    /** Why a text can't stand in an object of the same study, or null. */
    String refusal(String... texts) {
        boolean writable = !ownBytes || Arrays.stream(texts).allMatch(head.characterSet()::canEncode);
        return writable ? null : "its text is not in its character set and stays as it is, and this row's text can't"
                + " be written beside it: use letters without diacritics";
    }

    /** Why windows of it can't be kept, or null. */
    String refusal() {
        if (rows() < 1 || columns() < 1) {
            return "it is no image";
        }
        if (!isGrey()) {
            return "it is no grey image, and a grayscale presentation state holds none other";
        }
        DataSet lut = modalityLut();
        if (lut.contains(Tag.RescaleSlope) && !(isDecimal(lut.getString(Tag.RescaleSlope, ""))
                && isDecimal(lut.getString(Tag.RescaleIntercept, ""))
                && Double.parseDouble(lut.getString(Tag.RescaleSlope, "").strip()) != 0)) {
            return "its rescale slope or intercept is no number that a presentation state can hold";
        }
        return variesByFrame ? "its rescale differs by frame" : null;
    }

    private static boolean isDecimal(String text) {
        return text.length() <= ValueForm.longest(Vr.DS) && ValueForm.isOfForm(Vr.DS, text)
                && Double.isFinite(Double.parseDouble(text.strip()));
    }

    /** Rescale attributes, a Modality LUT Sequence, or nothing: what the pixels go through before a window. */
    DataSet modalityLut() {
        DataSet source = head;
        for (DataSet shared : head.getItems(SHARED_GROUPS)) {
            for (DataSet item : shared.getItems(PIXEL_TRANSFORMATION)) {
                source = item;
            }
        }
        DataSet lut = new DataSet();
        if (head.contains(MODALITY_LUT)) {
            lut.put(head.get(MODALITY_LUT));
        } else if (source.getString(Tag.RescaleSlope) != null && source.getString(Tag.RescaleIntercept) != null) {
            String units = text(Tag.Modality).equals("CT") ? "HU" : "US";
            lut.set(Tag.RescaleIntercept, source.getString(Tag.RescaleIntercept))
                    .set(Tag.RescaleSlope, source.getString(Tag.RescaleSlope))
                    .set(RESCALE_TYPE, source.getString(RESCALE_TYPE, units));
        }
        return lut;
    }

    /** Row and column spacing in mm, or none. */
    List<String> spacing() {
        DataSet source = head;
        for (DataSet shared : head.getItems(SHARED_GROUPS)) {
            for (DataSet item : shared.getItems(tagOf("PixelMeasuresSequence"))) {
                source = item;
            }
        }
        List<String> spacing = source.getStrings(Tag.PixelSpacing);
        List<String> found = spacing.size() == 2 ? spacing : head.getStrings(tagOf("ImagerPixelSpacing"));
        return found.size() == 2 && found.stream().allMatch(Image::isPositive) ? found : List.of();
    }

    /** Vertical to horizontal size of a pixel, where no spacing is known. */
    List<String> aspectRatio() {
        List<String> ratio = head.getStrings(tagOf("PixelAspectRatio"));
        return ratio.size() == 2 && ratio.stream().allMatch(one -> isPositive(one) && ValueForm.isOfForm(Vr.IS, one))
                ? ratio : List.of("1", "1");
    }

    private static boolean isPositive(String text) {
        return text.length() <= 16 && text.matches("0*[0-9]*\\.?[0-9]+([eE][+-]?[0-9]{1,2})?")
                && Double.parseDouble(text) > 0;
    }

    /** Dates and times as ACR-NEMA wrote them (PS3.5 §6.2, DA) become today's; what is none at all becomes empty. */
    private static void modernize(DataSet object) {
        for (int tag : new int[] {Tag.PatientBirthDate, Tag.StudyDate, Tag.StudyTime}) {
            String text = object.getString(tag, "");
            String modern = text.replace(tag == Tag.StudyTime ? ":" : ".", "");
            if (!ValueForm.isOfForm(Dictionary.vrOf(tag), modern)) {
                object.set(tag);
            } else if (!modern.equals(text)) {
                object.set(tag, modern);
            }
        }
    }

    /** A new object of the same patient and study. */
    DataSet sameStudy() {
        DataSet object = new DataSet();
        if (!ownBytes) {
            object.set(Tag.SpecificCharacterSet, UTF_8);
        } else if (head.contains(Tag.SpecificCharacterSet)) {
            object.put(head.get(Tag.SpecificCharacterSet));
        }
        for (int tag : OF_STUDY) {
            Element element = head.get(tag);
            if (element != null) {
                object.put(element);
            }
        }
        modernize(object);
        for (int tag : NEEDED) {
            if (!object.contains(tag)) {
                object.set(tag);
            }
        }
        return object;
    }
}
