package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.CHARACTER_SET_COMBINED;
import static org.dromedary.objects.validation.FindingCode.CHARACTER_SET_MISSING;
import static org.dromedary.objects.validation.FindingCode.CHARACTER_SET_UNKNOWN;
import static org.dromedary.objects.validation.FindingCode.CHARACTER_SET_WRONG;
import static org.dromedary.objects.validation.FindingCode.DATE_INVALID;
import static org.dromedary.objects.validation.FindingCode.GROUP_FORBIDDEN;
import static org.dromedary.objects.validation.FindingCode.NAME_INVALID;
import static org.dromedary.objects.validation.FindingCode.NUMBER_INVALID;
import static org.dromedary.objects.validation.FindingCode.UID_REFERENCE_INVALID;
import static org.dromedary.objects.validation.FindingCode.UID_SPACES;
import static org.dromedary.objects.validation.FindingCode.VALUE_CHARACTERS;
import static org.dromedary.objects.validation.FindingCode.VALUE_COUNT;
import static org.dromedary.objects.validation.FindingCode.VALUE_LENGTH_INVALID;
import static org.dromedary.objects.validation.FindingCode.VALUE_TOO_LONG;
import static org.dromedary.objects.validation.FindingCode.VR_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.VR_UN;

import java.util.Arrays;
import java.util.Set;
import org.dromedary.dicom.data.CharacterSet;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;

/** Whether values are as their VR wants them (PS3.5 §6.2, §6.1), in all levels. */
final class ValueCheck {

    private static final int MAX_NAME_GROUP_LENGTH = 64;
    private static final int FILE_SET_ID = 0x00041130;
    /** What is longer has to go under UN where its VR has lengths of 16 bits (PS3.5 §6.2.2). */
    private static final int MAX_SHORT_LENGTH = 0xFFFE;
    /** What identifies the object is looked at elsewhere. */
    private static final Set<Integer> IDENTIFYING = Set.of(Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.StudyInstanceUID,
            Tag.SeriesInstanceUID);

    private final Findings findings;

    ValueCheck(Findings findings) {
        this.findings = findings;
    }

    /** Where something is: the tags and item numbers that lead there. */
    private record Place(Place above, int tag, int item) {
        String text() {
            return above == null ? "" : above.text() + Tag.toString(tag) + "[" + item + "].";
        }
    }

    void check(DataSet head) {
        check(head, new Place(null, 0, 0));
    }

    private void check(DataSet dataSet, Place place) {
        CharacterSet characterSet = dataSet.characterSet();
        if (dataSet.contains(Tag.SpecificCharacterSet) && !characterSet.isKnown()) {
            add(CHARACTER_SET_UNKNOWN, place, Tag.SpecificCharacterSet);
        } else if (dataSet.contains(Tag.SpecificCharacterSet) && !characterSet.isCombinable()) {
            add(CHARACTER_SET_COMBINED, place, Tag.SpecificCharacterSet);
        }
        for (Element element : dataSet) {
            if (isForbidden(Tag.group(element.tag()), dataSet)) {
                add(GROUP_FORBIDDEN, place, element.tag());
            }
            if (element.isSequence()) {
                int item = 0;
                for (DataSet one : element.items()) {
                    check(one, new Place(place, element.tag(), ++item));
                }
            } else if (element.length() > 0) {
                check(element, dataSet, characterSet, place);
            }
        }
    }

    /** PS3.5 §7.1; group 0004 is that of a DICOMDIR (PS3.3 §F.3.2.1). */
    private static boolean isForbidden(int group, DataSet dataSet) {
        return switch (group) {
            case 0x0000, 0x0001, 0x0002, 0x0003, 0x0005, 0x0006, 0x0007, 0xFFFF -> true;
            case 0x0004 -> !dataSet.contains(FILE_SET_ID) && !dataSet.contains(Tag.DirectoryRecordType);
            default -> false;
        };
    }

    private void check(Element element, DataSet dataSet, CharacterSet characterSet, Place place) {
        int tag = element.tag();
        Vr vr = dataSet.knownVr(element);
        if (element.vr() != Vr.UN && !Dictionary.allows(tag, vr)) {
            add(VR_DIFFERS, place, tag);
        }
        if (element.vr() == Vr.UN && Dictionary.keywordOf(tag) != null && element.length() <= MAX_SHORT_LENGTH) {
            add(VR_UN, place, tag);
        }
        int unit = unit(vr);
        if (unit > 1 && element.length() % unit != 0) {
            add(VALUE_LENGTH_INVALID, place, tag);
        }
        checkCount(element, vr, dataSet, place);
        if (!vr.isText()) {
            return;
        }
        if (vr == Vr.UI && hasSpaces(element.bytes())) {
            add(UID_SPACES, place, tag);
        }
        if (vr.usesCharacterSet()) {
            checkCharacterSet(element, vr, characterSet, place);
        }
        if (vr != Vr.UT && vr != Vr.UC && vr != Vr.UR) {
            for (String value : dataSet.getStrings(tag)) {
                checkValue(value, vr, tag, place);
            }
        }
    }

    private void checkCount(Element element, Vr vr, DataSet dataSet, Place place) {
        int count = vr.isNumber() ? element.length() / unit(vr)
                : vr.isMultiValued() ? dataSet.getStrings(element.tag()).size() : 0;
        if (count > 0 && !Dictionary.allowsValues(element.tag(), count)) {
            add(VALUE_COUNT, place, element.tag());
        }
    }

    private static boolean hasSpaces(byte[] uid) {
        return uid[0] == ' ' || uid[uid.length - 1] == ' ';
    }

    private void checkCharacterSet(Element element, Vr vr, CharacterSet characterSet, Place place) {
        if (!characterSet.isConforming(element.bytes(), vr)) {
            boolean declared = !characterSet.terms().isEmpty();
            add(declared ? CHARACTER_SET_WRONG : CHARACTER_SET_MISSING, place, element.tag());
        }
    }

    private void checkValue(String value, Vr vr, int tag, Place place) {
        if (value.isEmpty()) {
            return;
        }
        if (isTooLong(value, vr)) {
            add(VALUE_TOO_LONG, place, tag);
        }
        if (vr == Vr.PN && !isName(value)) {
            add(NAME_INVALID, place, tag);
        }
        if (!hasAllowedCharacters(value, vr)) {
            add(VALUE_CHARACTERS, place, tag);
        }
        FindingCode code = switch (vr) {
            case DA, TM, DT, AS -> DATE_INVALID;
            case IS, DS -> NUMBER_INVALID;
            case UI -> place.above() == null && IDENTIFYING.contains(tag) ? null : UID_REFERENCE_INVALID;
            default -> null;
        };
        if (code != null && !ValueForm.isOfForm(vr, value)) {
            add(code, place, tag);
        }
    }

    private static boolean isTooLong(String value, Vr vr) {
        if (vr != Vr.PN) {
            int longest = ValueForm.longest(vr);
            return value.length() > longest && value.codePointCount(0, value.length()) > longest;
        }
        for (String group : value.split("=", -1)) {
            if (group.codePointCount(0, group.length()) > MAX_NAME_GROUP_LENGTH) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(String value) {
        String[] groups = value.split("=", -1);
        return groups.length <= 3 && Arrays.stream(groups).allMatch(
                group -> group.chars().filter(c -> c == '^').count() <= 4);
    }

    private static boolean hasAllowedCharacters(String value, Vr vr) {
        boolean longText = vr == Vr.LT || vr == Vr.ST;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean control = c < ' ' || c == 0x7F;
            boolean layout = longText && (c == '\r' || c == '\n' || c == '\f' || c == '\t');
            boolean code = c == ' ' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
            if (control && !(c == 0x1B && vr.usesCharacterSet()) && !layout || vr == Vr.CS && !code || c > 0x7F
                    && !vr.usesCharacterSet()) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of which a value's length must be a multiple. */
    private static int unit(Vr vr) {
        return switch (vr) {
            case US, SS, OW -> 2;
            case UL, SL, FL, AT, OF, OL -> 4;
            case FD, SV, UV, OD, OV -> 8;
            default -> 1;
        };
    }

    private void add(FindingCode code, Place place, int tag) {
        findings.add(code, findings.isFull(code) ? "" : place.text() + Tag.toString(tag));
    }
}
