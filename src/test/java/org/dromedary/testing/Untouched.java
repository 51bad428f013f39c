package org.dromedary.testing;

import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;

/** What of an object a coercion of patient and accession must leave as it was. */
public final class Untouched {

    private static final int LENGTH_TO_END = 0x00080001;
    private static final Set<Integer> TOUCHED = Set.of(Tag.AccessionNumber, Tag.IssuerOfAccessionNumberSequence,
            Tag.PatientName, Tag.PatientID, Tag.IssuerOfPatientID, Tag.IssuerOfPatientIDQualifiersSequence,
            Tag.PatientBirthDate, Tag.PatientSex, Tag.OtherPatientIDsSequence, Tag.ContributingEquipmentSequence,
            Tag.OriginalAttributesSequence, Tag.RequestAttributesSequence, LENGTH_TO_END);

    private Untouched() {
    }

    /** What else differs; text is compared in one character set if all of it is understood, byte by byte if not. */
    public static List<String> differences(DataSet before, DataSet after) {
        return DataSetComparison.differences(of(before), of(after));
    }

    private static DataSet of(DataSet dataSet) {
        DataSet others = new DataSet(dataSet);
        TOUCHED.forEach(others::remove);
        DataSet compared = isText(others) ? others.inCharacterSet("ISO_IR 192") : others;
        compared.remove(Tag.SpecificCharacterSet);
        return compared;
    }

    private static boolean isText(DataSet dataSet) {
        for (Element element : dataSet) {
            boolean text = element.vr().usesCharacterSet();
            if (text && !dataSet.characterSet().canDecode(element.bytes(), element.vr())
                    || !element.items().stream().allMatch(Untouched::isText)) {
                return false;
            }
        }
        return true;
    }
}
