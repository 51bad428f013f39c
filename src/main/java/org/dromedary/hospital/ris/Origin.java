package org.dromedary.hospital.ris;

/** Where something about a patient or an exam comes from. */
public enum Origin {
    CSV, JDBC, HL7
}
