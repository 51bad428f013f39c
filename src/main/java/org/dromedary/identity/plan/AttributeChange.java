package org.dromedary.identity.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;
import org.dromedary.identity.match.PacsStudy;

/**
 * One attribute of a study's objects that the plan would change, as far as the inventory knows the value now.
 *
 * @param was empty if the source has none
 */
record AttributeChange(int tag, Kind kind, String was, String becomes) {

    /** How far the new value is from the old one. */
    enum Kind {
        /** There was none. */
        ADDED,
        /** The same in another spelling: case, punctuation, leading zeros, order of the words. */
        FORMAT,
        REPLACED
    }

    /** What the inventory does not ask the source for, so that nobody knows yet what is there. */
    private static final List<Integer> UNKNOWN =
            List.of(Tag.IssuerOfAccessionNumberSequence, Tag.RequestAttributesSequence);

    /** The changes of one study. */
    static List<AttributeChange> of(InventoriedStudy study, DataSet target) {
        Map<Integer, String> known = known(study);
        List<AttributeChange> changes = new ArrayList<>();
        for (Element element : target) {
            int tag = element.tag();
            if (tag == Tag.SpecificCharacterSet || UNKNOWN.contains(tag) || !known.containsKey(tag)) {
                continue;
            }
            String becomes = target.getString(tag, "");
            if (!becomes.equals(known.get(tag))) {
                changes.add(new AttributeChange(tag, kind(element.vr(), known.get(tag), becomes),
                        known.get(tag), becomes));
            }
        }
        return changes;
    }

    private static Map<Integer, String> known(InventoriedStudy study) {
        PacsStudy pacs = study.pacs();
        Map<Integer, String> known = new LinkedHashMap<>();
        known.put(Tag.PatientID, pacs.patientId());
        known.put(Tag.IssuerOfPatientID, pacs.issuer());
        known.put(Tag.PatientName, pacs.patientName());
        known.put(Tag.PatientBirthDate, pacs.birthDate());
        known.put(Tag.PatientSex, pacs.sex());
        known.put(Tag.AccessionNumber, pacs.accession());
        known.put(Tag.ReferringPhysicianName, study.referringPhysician());
        known.put(Tag.StudyDescription, pacs.description());
        return known;
    }

    private static Kind kind(Vr vr, String was, String becomes) {
        if (was.isBlank()) {
            return Kind.ADDED;
        }
        boolean same = vr == Vr.PN ? Likeness.sameName(was, becomes) : Likeness.sameText(was, becomes);
        return same ? Kind.FORMAT : Kind.REPLACED;
    }

    /** Tag and name of the attribute. */
    String attribute() {
        return attribute(tag);
    }

    static String attribute(int tag) {
        return Tag.toString(tag) + " " + Dictionary.keywordOf(tag);
    }
}
