package org.dromedary.hospital.hl7;

/** Bytes that are no HL7 v2 message; the message says what and where, never a value. */
public final class Hl7FormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public Hl7FormatException(String message) {
        super(message);
    }

    public Hl7FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
