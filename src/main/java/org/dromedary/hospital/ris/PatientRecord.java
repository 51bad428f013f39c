package org.dromedary.hospital.ris;

import java.util.List;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;

/**
 * What one source says of a patient. Of every text but the identity, null says nothing (what is known stays) and an
 * empty one takes the value away.
 *
 * @param otherIds  further identifiers of the same person, only ever added
 * @param birthDate ISO 8601; what is no whole date says nothing
 */
public record PatientRecord(Identity identity, List<Identity> otherIds, String lastName, String firstName,
        String middleName, String birthDate, String sex) {

    /** Only that there is such an identity. */
    public static PatientRecord bare(Identity identity) {
        return new PatientRecord(identity, List.of(), null, null, null, null, null);
    }

    /** A row of an export, whose empty columns say nothing. */
    public static PatientRecord of(RisPatient row) {
        List<Identity> others = row.otherIds().stream().map(id -> new Identity(id, "")).toList();
        return new PatientRecord(new Identity(row.patientId(), row.issuer()), others, said(row.lastName()),
                said(row.firstName()), said(row.middleName()), said(row.birthDate()), said(row.sex()));
    }

    /** The patient of an exam in an export. */
    public static PatientRecord of(RisExam row) {
        return new PatientRecord(new Identity(row.patientId(), row.issuer()), List.of(), said(row.lastName()),
                said(row.firstName()), said(row.middleName()), said(row.birthDate()), said(row.sex()));
    }

    /** The same of another identity. */
    PatientRecord of(Identity other) {
        return new PatientRecord(other, otherIds, lastName, firstName, middleName, birthDate, sex);
    }

    /** Whether it only names the patient. */
    boolean isBare() {
        return lastName == null && firstName == null && middleName == null && birthDate == null && sex == null;
    }

    static String said(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
