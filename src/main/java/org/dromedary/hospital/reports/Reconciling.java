package org.dromedary.hospital.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.hospital.reports.ReportMessage.Order;
import org.dromedary.hospital.reports.Ruling.Held;
import org.dromedary.hospital.ris.Person;
import org.dromedary.hospital.ris.RisLedger;
import org.dromedary.identity.plan.Plan;
import org.dromedary.identity.plan.PlanDecision;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.ledger.Sql;

/** Finds the study of each order of a report, and what the plan says of it. */
final class Reconciling {

    private final Plan plan;
    private final RisLedger ris;
    private final ExamSearch search;
    private final boolean withoutExam;

    /** @param withoutExam whether a report may go under its patient alone */
    Reconciling(Plan plan, Sql sql, boolean withoutExam) {
        this.plan = plan;
        this.ris = new RisLedger(sql);
        this.search = new ExamSearch(sql);
        this.withoutExam = withoutExam;
    }

    Ruling rule(ReportMessage message) {
        ReportPatient patient = ReportPatient.of(message, ris);
        List<Optional<PlannedStudy>> planned = new ArrayList<>();
        for (Order order : message.orders()) {
            Object found = find(order, patient);
            if (found instanceof PlannedStudy study) {
                planned.add(Optional.of(study));
            } else if (found == Held.NO_STUDY && withoutExam && patient.survivor().isPresent()) {
                planned.add(Optional.empty());
            } else {
                return Ruling.held((Held) found, patient);
            }
        }
        return new Ruling(null, patient, planned);
    }

    /** The study, or why there is none. */
    private Object find(Order order, ReportPatient patient) {
        Held why = Held.NO_STUDY;
        List<Set<Long>> sets = search.studies(order, patient.survivor().map(Person::patientId).orElse(patient.id()));
        for (Set<Long> studies : sets) {
            for (long id : studies) {
                Optional<PlannedStudy> planned = plan.of(id);
                if (planned.isEmpty() || planned.get().decision() != PlanDecision.MATCH) {
                    why = why == Held.NO_STUDY ? Held.NOT_DECIDED : why;
                } else if (patient.is(planned.get().patientId(), planned.get().issuer(), ris)) {
                    return planned.get();
                } else {
                    why = patient.survivor().isEmpty() ? Held.UNKNOWN_PATIENT : Held.OTHER_PATIENT;
                }
            }
        }
        if (why == Held.NO_STUDY && patient.survivor().isEmpty()) {
            return Held.UNKNOWN_PATIENT;
        }
        return why == Held.NO_STUDY && isOfAnother(order, patient) ? Held.OTHER_PATIENT : why;
    }

    /** Whether the RIS has the exam under another patient than the report. */
    private boolean isOfAnother(Order order, ReportPatient patient) {
        return order.numbers().stream().flatMap(number -> search.exams(number).stream())
                .anyMatch(exam -> !patient.is(exam.patientId(), exam.issuer(), ris));
    }
}
