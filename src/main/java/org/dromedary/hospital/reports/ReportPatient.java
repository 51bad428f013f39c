package org.dromedary.hospital.reports;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.ris.Person;
import org.dromedary.hospital.ris.RisLedger;

/**
 * Whose report it is by its own word.
 *
 * @param field      of PID: 3, or 2 or 4 where PID-3 is empty as in HL7 2.1 and 2.2
 * @param repetition in that field, the one that is known to the RIS
 * @param id         the identifier that stands there
 * @param components how many it takes up: 2 if the sender did not escape a {@code ^} in it
 * @param survivor   who goes on under it, empty if the RIS inventory does not know it
 */
record ReportPatient(int field, int repetition, String id, int components, Optional<Person> survivor) {

    private static final int[] FIELDS = {3, 2, 4};
    private static final int MAX_LENGTH = 128;

    static ReportPatient of(ReportMessage message, RisLedger ris) {
        Hl7Edit text = message.text();
        ReportPatient first = null;
        for (int field : FIELDS) {
            List<String> repetitions = text.repetitions(message.pid(), field);
            for (int i = 0; i < repetitions.size(); i++) {
                for (String id : ids(text, repetitions.get(i))) {
                    int components = id.equals(text.component(repetitions.get(i), 1)) ? 1 : 2;
                    Optional<Person> survivor = ris.survivor(id, text.component(repetitions.get(i), 4));
                    ReportPatient here = new ReportPatient(field, i, id, components, survivor);
                    if (survivor.isPresent()) {
                        return here;
                    }
                    first = first == null || first.components() > 1 ? here : first;
                }
            }
            if (first != null) {
                return first;
            }
        }
        return new ReportPatient(FIELDS[0], 0, "", 1, Optional.empty());
    }

    /** Components 1 and 2 together first: where the RIS knows that as an identifier, it has a {@code ^} in it. */
    private static Set<String> ids(Hl7Edit text, String repetition) {
        String id = text.component(repetition, 1);
        String checkDigit = text.component(repetition, 2);
        boolean tooLong = id.length() + checkDigit.length() >= MAX_LENGTH
                || text.component(repetition, 4).length() > MAX_LENGTH;
        Set<String> ids = new LinkedHashSet<>();
        if (!id.isEmpty() && !tooLong) {
            if (!checkDigit.isEmpty()) {
                ids.add(id + "^" + checkDigit);
            }
            ids.add(id);
        }
        return ids;
    }

    /** Whether an identifier of the plan is of this patient. */
    boolean is(String patientId, String issuer, RisLedger ris) {
        Optional<Person> planned = ris.survivor(patientId, issuer);
        if (planned.isPresent() && survivor.isPresent()) {
            return planned.get().id() == survivor.get().id();
        }
        return planned.isEmpty() && survivor.isEmpty() && patientId.equals(id);
    }
}
