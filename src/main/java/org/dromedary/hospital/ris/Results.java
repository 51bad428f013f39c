package org.dromedary.hospital.ris;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.ledger.Sql;

/**
 * Takes results in: status and time of exams that are known. A result makes no exam, changes no patient and moves no
 * exam to another one; where it names another patient than its exam has, a person decides.
 */
final class Results {

    private final Sql sql;
    private final RisLedger ledger;
    private final Named named;
    private final LocalDateTime asOf;
    private final Outcome outcome;

    Results(Sql sql, Named named, LocalDateTime asOf, Outcome outcome) {
        this.sql = sql;
        this.ledger = new RisLedger(sql);
        this.named = named;
        this.asOf = asOf;
        this.outcome = outcome;
    }

    /** An exam and whose it is. */
    private record Known(long id, Person patient) {
    }

    void take(List<Order> orders) throws Hl7FormatException {
        for (Order order : orders) {
            List<ExamRecord> exams = new ExamKeys(sql).of(order.exam(), Order.Says.OF_KNOWN);
            if (exams.isEmpty()) {
                ofNoExam(order.exam());
            }
            for (ExamRecord exam : exams) {
                take(exam);
            }
        }
    }

    private void take(ExamRecord exam) {
        Known known = exam(exam.examId());
        List<String> differs = differences(known.patient());
        if (differs.isEmpty()) {
            int taken = ledger.putExams(List.of(exam.of(PatientRecord.bare(known.patient().identity()))),
                    Origin.HL7, asOf);
            outcome.did("exam " + known.id() + (taken > 0 ? " has a result" : ": something newer is known of it"));
        } else {
            outcome.held("the result names another patient than exam " + known.id() + " has; it differs in "
                    + String.join(", ", differs) + "; of the exam nothing was changed");
        }
    }

    /** An accession number that is another patient's exam's is told; what only its filler numbers may be anything. */
    private void ofNoExam(ExamRecord exam) {
        List<String> others = exam.accessionIsItsOwn()
                ? sql.query("select exam_id from ris_exam where accession = ? limit 2",
                row -> row.getString(1), exam.accession()) : List.of();
        if (others.size() == 1) {
            take(exam.withId(others.get(0)));
        } else {
            outcome.note("a result of an exam that is not known");
        }
    }

    private Known exam(String examId) {
        return sql.query("select " + Person.COLUMNS + ", e.id from ris_exam e join ris_patient p"
                + " on p.id = e.ris_patient_id where e.exam_id = ?", row -> new Known(row.getLong(11),
                Person.of(row)), examId)
                .get(0);
    }

    /** In what the patient of the message differs from this one; empty if one of the numbers is that patient's. */
    private List<String> differences(Person patient) {
        Person survivor = ledger.survivorOf(patient);
        Set<Identity> known = ledger.identities(survivor);
        List<Identity> numbers = new ArrayList<>(named.own());
        numbers.addAll(named.weak());
        boolean anothers = named.own().stream().anyMatch(id -> isOfAnother(id, survivor));
        boolean same = numbers.stream().anyMatch(id -> known.contains(id)
                || ledger.find(id).map(found -> ledger.survivorOf(found).id() == survivor.id()).orElse(false));
        if (same && !anothers) {
            return List.of();
        }
        List<String> differs = new ArrayList<>(List.of("patient-id"));
        PatientRecord said = named.said();
        if (said.lastName() != null && !said.lastName().equalsIgnoreCase(survivor.lastName())
                || said.firstName() != null && !said.firstName().equalsIgnoreCase(survivor.firstName())) {
            differs.add("name");
        }
        if (said.birthDate() != null && survivor.birthDate() != null
                && !said.birthDate().equals(survivor.birthDate().toString())) {
            differs.add("birth-date");
        }
        if (said.sex() != null && !said.sex().isEmpty() && !said.sex().equals(survivor.sex())) {
            differs.add("sex");
        }
        return differs;
    }

    /** Whether a number is of the survivor's authority, but somebody else's. */
    private boolean isOfAnother(Identity id, Person survivor) {
        Optional<Person> found = ledger.find(id);
        return id.issuer().equals(survivor.issuer()) && found.isPresent()
                && ledger.survivorOf(found.get()).id() != survivor.id();
    }
}
