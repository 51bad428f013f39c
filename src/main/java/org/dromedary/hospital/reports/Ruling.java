package org.dromedary.hospital.reports;

import java.util.List;
import java.util.Optional;
import org.dromedary.identity.plan.PlannedStudy;

/**
 * What the plan says of a report.
 *
 * @param held    why it has to wait; null if it need not
 * @param planned of each order what the plan says of its study; empty for an order without a study
 */
record Ruling(Held held, ReportPatient patient, List<Optional<PlannedStudy>> planned) {

    /** Why a report waits. */
    enum Held {
        /** No study, by none of its numbers. */
        NO_STUDY,
        /** The plan does not match its study, or not yet. */
        NOT_DECIDED,
        /** The RIS inventory does not know its patient. */
        UNKNOWN_PATIENT,
        /** Its patient is not the one of its study. */
        OTHER_PATIENT,
        /** An earlier report of the same exam waits. */
        EARLIER_HELD,
        /** A later report of the same exam has gone: after it this one would be the newest word. */
        LATER_GONE
    }

    static Ruling held(Held why, ReportPatient patient) {
        return new Ruling(why, patient, List.of());
    }

    /** Of the first order that has a study. */
    Optional<PlannedStudy> study() {
        return planned.stream().flatMap(Optional::stream).findFirst();
    }
}
