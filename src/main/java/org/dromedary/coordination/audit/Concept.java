package org.dromedary.coordination.audit;

/**
 * A coded value (PS3.16 §8): its code, the scheme that defines it, and its meaning.
 *
 * @param system {@code DCM} for DICOM's own
 */
record Concept(String code, String system, String meaning) {

    /** What an enumeration of coded values has. */
    interface Coded {

        Concept concept();
    }

    static Concept dicom(String code, String meaning) {
        return new Concept(code, "DCM", meaning);
    }
}
