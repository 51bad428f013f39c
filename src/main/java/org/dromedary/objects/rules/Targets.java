package org.dromedary.objects.rules;

import java.util.Set;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;

/** Which attributes a rule may change: not what identifies the object, nor what describes its pixels. */
final class Targets {

    /** Where rules see nothing any more. */
    static final int FIRST_BEHIND_HEAD = 0x7FE00000;
    private static final int FIRST_OF_HEAD = 0x00080000;
    private static final int IMAGE_PIXEL_GROUP = 0x0028;
    private static final Set<Integer> IDENTIFYING =
            Set.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID);
    private static final Set<Integer> PIXEL = Set.of(Tag.SamplesPerPixel, Tag.PhotometricInterpretation,
            Tag.PlanarConfiguration, Tag.NumberOfFrames, Tag.Rows, Tag.Columns, Tag.BitsAllocated, Tag.BitsStored,
            Tag.HighBit, Tag.PixelRepresentation);
    private static final int FIRST_PALETTE = 0x00281101;
    private static final int LAST_PALETTE = 0x00281223;

    private Targets() {
    }

    /** Why this attribute must not be changed; null: it may. */
    static String refusal(AttributePath path) {
        int tag = path.last().tag();
        int outer = path.steps().get(0).tag();
        if (Integer.compareUnsigned(outer, FIRST_BEHIND_HEAD) >= 0
                || Integer.compareUnsigned(outer, FIRST_OF_HEAD) < 0) {
            return path + " can't be changed: rules change the data set before Pixel Data";
        }
        if (path.isOutermost() && IDENTIFYING.contains(tag)) {
            return path + " can't be changed: it identifies the object, and others refer to it";
        }
        if (path.isOutermost() && tag == Tag.SOPClassUID) {
            return path + " can't be changed: upgradeSopClass does that";
        }
        if (isOfPixels(path, tag)) {
            return path + " can't be changed: it says how Pixel Data is to be read";
        }
        if (tag == Tag.SpecificCharacterSet) {
            return path + " can't be changed: characterSet declares another one, recode brings text into another one";
        }
        if (outer == Tag.OriginalAttributesSequence || outer == Tag.ContributingEquipmentSequence) {
            return path + " can't be changed: it tells what was changed before";
        }
        return refusalOfForm(path, tag);
    }

    private static boolean isOfPixels(AttributePath path, int tag) {
        return path.isOutermost() && (PIXEL.contains(tag)
                || Tag.group(tag) == IMAGE_PIXEL_GROUP && tag >= FIRST_PALETTE && tag <= LAST_PALETTE);
    }

    private static String refusalOfForm(AttributePath path, int tag) {
        if (Tag.isGroupLength(tag) && path.last().creator() == null) {
            return path + " can't be changed: group lengths follow from what is in the group";
        }
        if (Tag.isPrivate(tag) && path.last().creator() == null) {
            return path + " can't be changed: name a private attribute by its creator, as (0019,\"CREATOR\",10)";
        }
        return null;
    }

    /** Why a retired or unknown attribute can't be written; null: it can. */
    static String unknown(AttributePath path) {
        boolean unknown = path.last().creator() == null && Dictionary.keywordOf(path.last().tag()) == null;
        return unknown ? path + " is in no dictionary" : null;
    }
}
