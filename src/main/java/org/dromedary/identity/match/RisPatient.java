package org.dromedary.identity.match;

import java.util.List;

/**
 * A patient as known to the RIS. Texts are never null.
 *
 * @param mergedInto the Patient ID of the identity that goes on, empty if this one does; chains are allowed
 * @param mergedIntoIssuer its issuer, mostly the same
 * @param otherIds   further identifiers of the same person
 * @param birthDate  ISO 8601 (1968-10-16), empty if unknown
 */
public record RisPatient(String patientId, String issuer, String mergedInto, String mergedIntoIssuer,
        List<String> otherIds, String lastName, String firstName, String middleName, String birthDate, String sex) {

    /** Of whom the one that goes on has the same issuer. */
    public RisPatient(String patientId, String issuer, String mergedInto, List<String> otherIds, String lastName,
            String firstName, String middleName, String birthDate, String sex) {
        this(patientId, issuer, mergedInto, issuer, otherIds, lastName, firstName, middleName, birthDate, sex);
    }
}
