package org.dromedary.testing.site;

import java.time.LocalDateTime;

/** An exam that was done, or at least ordered. */
final class Exam {
    final Person person;
    final LocalDateTime performed;
    final Procedure procedure;
    /** When it was done as the RIS has it, which may be when it was to be done. */
    LocalDateTime performedInRis;
    /** Empty if the RIS never heard of it. */
    String status;
    String id = "";
    String accession = "";
    /** Whether the RIS still lists it under the patient's retired number. */
    boolean underOldId;
    /** {@code left}, {@code right} or empty. */
    String side = "";
    /** The first exam of the same order, whose accession number it shares but for the suffix; mostly null. */
    Exam order;

    Exam(Person person, LocalDateTime performed, Procedure procedure, String status) {
        this.person = person;
        this.performed = performed;
        this.performedInRis = performed;
        this.procedure = procedure;
        this.status = status;
    }

    boolean inRis() {
        return !status.isEmpty();
    }
}
