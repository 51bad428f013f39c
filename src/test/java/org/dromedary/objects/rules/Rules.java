package org.dromedary.objects.rules;

import java.io.IOException;
import java.time.Instant;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;

/** Objects with invented patients, and rules on them. */
final class Rules {

    static final RuleContext CONTEXT = RuleContext.of("OLDPACS", Uid.ExplicitVRLittleEndian,
            Instant.parse("2026-03-01T12:00:00Z"), "DROMEDARY");

    private Rules() {
    }

    static DataSet object() {
        return new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2").set(Tag.SOPInstanceUID, "2.25.3")
                .set(Tag.StudyDate, "20120229").set(Tag.Modality, "CT").set(Tag.StationName, "CT7")
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL").set(Tag.InstitutionName, "Haus am Mühlbach")
                .set(Tag.StudyDescription, "Thorax ").set(Tag.PatientName, "Quendel^Ottilie")
                .set(Tag.PatientID, "P-4711").set(Tag.PatientBirthDate, "19480517").set(Tag.PatientSex, "F")
                .set(Tag.StudyInstanceUID, "2.25.1").set(Tag.SeriesInstanceUID, "2.25.2")
                .set(Tag.SeriesNumber, "7").set(Tag.InstanceNumber, "12")
                .setItems(Tag.RequestAttributesSequence, new DataSet().set(Tag.RequestedProcedureID, "R1"),
                        new DataSet().set(Tag.RequestedProcedureID, "R2"));
    }

    /** A rule file of one rule. */
    static RuleSet one(String when, String action) {
        return RuleSet.parse("""
                rules:
                  - name: one
                    why: For a test
                    when: %s
                    do: %s
                """.formatted(when, action), null);
    }

    static RuleResult apply(RuleSet rules, DataSet object) {
        try {
            return rules.apply(object, CONTEXT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The object after an action that changes it. */
    static DataSet after(String action) {
        return apply(one("always", action), object()).head();
    }

    /** Whether a condition holds for the object. */
    static boolean holds(String when, DataSet object) {
        return apply(one(when, "dropObject"), object).verdict() == RuleResult.Verdict.DROP_OBJECT;
    }
}
