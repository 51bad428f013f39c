package org.dromedary.hospital.ris;

/** A patient identifier and the authority that gave it, empty if nobody says which. */
public record Identity(String patientId, String issuer) {

    private static final int MAX_LENGTH = 128;

    /** @throws IllegalArgumentException if either is longer than the ledger keeps: cut, it would be somebody else's */
    public Identity {
        if (patientId.length() > MAX_LENGTH || issuer.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a patient identifier has more than " + MAX_LENGTH + " characters");
        }
    }

    /** The same; without an issuer, that of the first authority of the settings. */
    Identity issuedBy(RisSettings settings) {
        boolean known = !issuer.isEmpty() || settings.issuer().isEmpty();
        return known ? this : new Identity(patientId, settings.issuer().get().get(0).strip());
    }
}
