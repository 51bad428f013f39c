package org.dromedary.hospital.ris;

import java.util.List;

/**
 * Whom a PID names.
 *
 * @param own        identifiers that may be the Patient ID, the best first
 * @param weak       further identifiers of one person, such as a national number: by these alone only who is known is
 *                   found
 * @param bySettings whether {@code dromedary.ris.issuer} has chosen {@code own}
 * @param said       what it says of the patient, of no identity yet
 */
record Named(List<Identity> own, List<Identity> weak, boolean bySettings, PatientRecord said) {

    /** What it says, of this identity. */
    PatientRecord of(Identity identity) {
        List<Identity> others = said.otherIds().stream().filter(other -> !other.equals(identity)).toList();
        return new PatientRecord(identity, others, said.lastName(), said.firstName(), said.middleName(),
                said.birthDate(), said.sex());
    }
}
