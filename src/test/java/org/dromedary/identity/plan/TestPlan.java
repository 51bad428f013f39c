package org.dromedary.identity.plan;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.dromedary.hospital.ris.ExamRecord;
import org.dromedary.hospital.ris.Identity;
import org.dromedary.hospital.ris.Origin;
import org.dromedary.hospital.ris.PatientRecord;
import org.dromedary.hospital.ris.RisLedger;
import org.dromedary.identity.match.Decision;
import org.dromedary.identity.match.Decision.Candidate;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;

/** Studies, exams and decisions of invented people in the real ledger, from which an earlier plan is taken away. */
public final class TestPlan {

    private static final LocalDateTime SAID = LocalDateTime.of(2024, 3, 4, 8, 0);

    private final DataSource dataSource;
    private final Ledger ledger;
    /** Makes the ids of one test unlike those of all others. */
    public final String own = UUID.randomUUID().toString().substring(0, 8);

    public TestPlan(DataSource dataSource, Ledger ledger) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        in(sql -> {
            sql.update("delete from plan_entry");
            sql.update("delete from plan_version");
            return sql.update("delete from study_match");
        });
    }

    public <T> T in(Function<Sql, T> work) {
        return QuarkusTransaction.requiringNew().call(() -> work.apply(Sql.over(dataSource)));
    }

    public <T> List<T> list(Function<Sql, List<T>> work) {
        return in(work);
    }

    public <T> Optional<T> some(Function<Sql, Optional<T>> work) {
        return in(work);
    }

    public static String uid() {
        return "2.25." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    }

    public long study(String uid, String patientId, String name, String accession) {
        return ledger.upsertStudy(new StudyFound(own + patientId, null, name, LocalDate.of(1968, 10, 16), "F", uid,
                LocalDate.of(2011, 2, 28), "101500", accession, "Thorax", "CT,SR", null, 2, 40, "1968.10.16", "S1",
                "Old Hospital"));
    }

    public void exam(String examId, String patientId, String lastName, String accession) {
        PatientRecord patient = new PatientRecord(new Identity(own + patientId, "HOSP"), List.of(), lastName, "Åse", "",
                "1968-10-16", "F");
        in(sql -> new RisLedger(sql).putExams(List.of(new ExamRecord(own + examId, patient, accession, "RIS", null,
                LocalDateTime.of(2011, 2, 28, 10, 20), false, "CT", "CTTH", "CT Thorax", "CHEST", "F", "RP1",
                "Lind^Eva", "")), Origin.CSV, SAID));
    }

    public void patient(String patientId, String lastName, LocalDateTime asOf) {
        in(sql -> new RisLedger(sql).putPatients(List.of(new PatientRecord(new Identity(own + patientId, "HOSP"),
                List.of(), lastName, "Åse", "", "1968-10-16", "F")), Origin.HL7, asOf));
    }

    public void merge(String from, String to) {
        in(sql -> new RisLedger(sql).merge(own + from, "HOSP", own + to, "HOSP"));
    }

    /** Ids of exams are without the prefix of this test. */
    public void propose(Decision... decisions) {
        in(sql -> {
            new WorkingDecisions(sql).propose(List.of(decisions));
            return null;
        });
    }

    public Decision match(String uid, String patientId, String... exams) {
        List<String> ids = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (String exam : exams) {
            ids.add(own + exam);
            candidates.add(new Candidate(own + exam, 21.5));
        }
        return new Decision(uid, Kind.MATCH, own + patientId, "HOSP", ids, List.of(), 21.5, Double.NEGATIVE_INFINITY,
                "accession", "accession equal", candidates);
    }

    public Decision review(String uid, String... exams) {
        List<Candidate> candidates = new ArrayList<>();
        for (String exam : exams) {
            candidates.add(new Candidate(own + exam, 3.25));
        }
        return new Decision(uid, Kind.REVIEW, "", "", List.of(), List.of(), 3.25, 3.25, "score", "name differs",
                candidates);
    }

    public Decision none(String uid) {
        return new Decision(uid, Kind.NONE, "", "", List.of(), List.of(), Double.NEGATIVE_INFINITY,
                Double.NEGATIVE_INFINITY, "score", "", List.of());
    }

    public PlannedStudy inForce(long studyId) {
        return new Plan(dataSource).of(studyId).orElseThrow();
    }
}
