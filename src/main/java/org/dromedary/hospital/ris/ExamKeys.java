package org.dromedary.hospital.ris;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.ledger.Sql;

/**
 * Under which key the ledger has the exam of a message. The number of its order and its accession number together tell
 * an exam from others: one order may have several, told of in one message or in many.
 */
final class ExamKeys {

    private static final int MAX_SAME = 100;

    private final Sql sql;
    private final RisLedger ledger;

    ExamKeys(Sql sql) {
        this.sql = sql;
        this.ledger = new RisLedger(sql);
    }

    /** An exam that the ledger has for an order. */
    private record Known(String examId, String accession, String filler, String procedureId, String studyUid) {

        /** Whether the message says nothing else of it by which exams with one accession number differ. */
        boolean agrees(ExamRecord said) {
            return agrees(procedureId, said.requestedProcedureId()) && agrees(studyUid, said.studyInstanceUid());
        }

        private static boolean agrees(String known, String said) {
            return known.isEmpty() || said == null || said.isEmpty() || known.equals(said);
        }
    }

    /**
     * The exam under the key that the ledger has it by; several if an order is cancelled as a whole; none if it is not
     * known and the message does not make one.
     *
     * @param says whether the message may make an exam, or tells of one
     * @throws Hl7FormatException if it may be one of several
     */
    List<ExamRecord> of(ExamRecord exam, Order.Says says) throws Hl7FormatException {
        List<Known> order = order(exam.examId());
        if (order.isEmpty()) {
            return byAccession(exam).map(List::of).orElse(says == Order.Says.OF_KNOWN ? List.of() : List.of(exam));
        }
        boolean cancelled = "CANCELLED".equals(exam.status());
        if (exam.accession() == null && exam.filler() == null && cancelled) {
            return order.stream().map(known -> exam.withId(known.examId())).toList();
        }
        Optional<Known> found = found(exam, order, says);
        if (found.isPresent()) {
            boolean otherNumber = !found.get().accession().isEmpty() && !exam.accessionIsItsOwn();
            return List.of((otherNumber ? exam.withoutAccession() : exam).withId(found.get().examId()));
        }
        return says == Order.Says.OF_KNOWN ? List.of() : List.of(exam.withId(free(exam)));
    }

    private Optional<Known> found(ExamRecord exam, List<Known> order, Order.Says says) throws Hl7FormatException {
        if (exam.accession() != null) {
            List<Known> same = order.stream().filter(known -> known.accession().equals(exam.accession())
                    && known.agrees(exam)).toList();
            if (!same.isEmpty()) {
                return Optional.of(one(same));
            }
        }
        if (exam.accessionIsItsOwn()) {
            return order.stream().filter(known -> known.accession().isEmpty() && known.agrees(exam)
                    && (exam.filler() == null || known.filler().isEmpty() || known.filler().equals(exam.filler())))
                    .findFirst();
        }
        List<Known> filled = order.stream().filter(known -> !known.filler().isEmpty()
                && known.filler().equals(exam.filler())).toList();
        if (!filled.isEmpty()) {
            return Optional.of(one(filled));
        }
        // Nothing of the message tells the exams of the order apart; what was called otherwise by its filler is
        // another.
        List<Known> silent = order.stream().filter(known -> exam.filler() == null || known.filler().isEmpty()
                && (known.accession().isEmpty() || says != Order.Says.PLACED)).toList();
        return silent.isEmpty() ? Optional.empty() : Optional.of(one(silent));
    }

    private static Known one(List<Known> known) throws Hl7FormatException {
        if (known.size() > 1) {
            throw new Hl7FormatException("the order has " + known.size()
                    + " exams, and the message does not say by an accession number which of them it means");
        }
        return known.get(0);
    }

    /** The exams of an order: that of its number, and those with an accession number behind it. */
    private List<Known> order(String number) {
        return sql.query("""
                select exam_id, accession, filler, requested_procedure_id, study_instance_uid from ris_exam
                where exam_id = ? or exam_id > concat(?, '/') and exam_id < concat(?, '0')
                order by id limit 1000""", row -> new Known(row.getString(1), row.getString(2), row.getString(3),
                row.getString(4), row.getString(5)), number, number, number).stream()
                .filter(known -> known.examId().equals(number)
                        || (known.examId() + "/").startsWith(number + "/" + known.accession() + "/"))
                .toList();
    }

    /** The only exam of the same patient with the same accession number. */
    private Optional<ExamRecord> byAccession(ExamRecord exam) {
        Optional<Person> patient = ledger.survivor(exam.patient().identity().patientId(),
                exam.patient().identity().issuer());
        if (exam.accession() == null || exam.accession().isEmpty() || patient.isEmpty()) {
            return Optional.empty();
        }
        List<String> same = sql.query("select " + Person.COLUMNS + """
                , e.exam_id from ris_exam e join ris_patient p on p.id = e.ris_patient_id
                where e.accession = ? limit\s""" + MAX_SAME, row -> Map.entry(row.getString(11), Person.of(row)),
                exam.accession()).stream()
                .filter(other -> ledger.survivorOf(other.getValue()).id() == patient.get().id()).map(Map.Entry::getKey)
                .toList();
        return same.size() == 1 ? Optional.of(exam.withId(same.get(0))) : Optional.empty();
    }

    /** A key that no exam has. */
    private String free(ExamRecord exam) {
        String key = exam.examId() + "/" + exam.accession();
        List<String> further = List.of("", text(exam.requestedProcedureId()), text(exam.studyInstanceUid()));
        for (String more : further) {
            String candidate = more.isEmpty() ? key : key + "/" + more;
            if (sql.query("select 1 from ris_exam where exam_id = ?", row -> 1, candidate).isEmpty()) {
                return candidate;
            }
        }
        return key;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
