package org.dromedary.pipeline.retrieve;

import java.util.Locale;
import java.util.Objects;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** Whom an object or a study is about, to be compared and never shown; null where it is not said. */
record Person(String patientId, String name, String birthDate) {

    static Person of(DataSet attributes) {
        return new Person(attributes.getString(Tag.PatientID), attributes.getString(Tag.PatientName),
                attributes.getString(Tag.PatientBirthDate));
    }

    /** Whether both say something that can't be true of one person; what one of them does not say is no difference. */
    boolean differsFrom(Person other) {
        return differ(patientId, other.patientId) || differ(name, other.name) || differ(birthDate, other.birthDate);
    }

    private static boolean differ(String one, String other) {
        String a = normal(one);
        String b = normal(other);
        // The ledger may have cut a long value, and some character sets can't be told: only sure differences count.
        return !a.isEmpty() && !b.isEmpty() && !a.startsWith(b) && !b.startsWith(a) && isPlain(a) && isPlain(b);
    }

    private static String normal(String value) {
        return Objects.requireNonNullElse(value, "").strip().toUpperCase(Locale.ROOT).replaceAll("\\^+", "^")
                .replaceAll("\\s+", " ").replaceAll("[\\^ =]+$", "");
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    @Override
    public String toString() {
        return "Person";
    }
}
