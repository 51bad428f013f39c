package org.dromedary.testing.site;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A study of the old PACS: what its header says, what it is and what went wrong with it. */
final class Study {
    final String uid;
    /** The exams that it shows; of an exam that the RIS never had, that one. */
    final List<Exam> exams = new ArrayList<>();
    final Set<String> errors = new LinkedHashSet<>();
    String match = "matched";
    /** Whose identity it has, and which exam's number; null: its own. */
    Person identityOf;
    Exam numberOf;
    /** As the device says: {@code left}, {@code right} or empty. */
    String side = "";
    String patientId = "";
    String issuer = "";
    String name = "";
    String birthDate = "";
    String sex = "";
    String date = "";
    String time = "";
    String accession = "";
    String studyId = "";
    String modalities = "";
    String description = "";
    String bodyPart = "";
    String institution = "";
    String station = "";
    int series;
    int instances;

    Study(String uid) {
        this.uid = uid;
    }

    Exam exam() {
        return exams.get(0);
    }

    /** How hard it is to find what is right, as the errors make it. */
    String difficulty() {
        boolean identity = errors.stream().anyMatch(error -> error.startsWith("id_"));
        boolean accession = errors.stream().anyMatch(error -> error.startsWith("acc_"));
        if (errors.contains("id_wrong_patient") || errors.contains("acc_other_exam")
                || identity && accession && errors.size() > 2) {
            return "hard";
        }
        return identity || accession || errors.size() > 2 ? "medium" : "easy";
    }
}
