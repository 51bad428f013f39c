package org.dromedary.identity.plan;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.identity.plan.PlanPolicy.Subject;
import org.dromedary.identity.plan.PlanPolicy.Verdict;
import org.dromedary.ledger.Sql;

/** Tells for the whole inventory what the plan would change and keep back, before one image moves. Changes nothing. */
public final class Rehearsal {

    private static final int PAGE = 2000;
    private static final int SAMPLES = 20;
    private static final int ALARMS = 1000;
    private static final String NO_ENTRY = "NOT IN THE PLAN";

    private final Sql sql;
    private final PlanSource source;
    private final CoercionSettings coercion;
    private final PlanPolicy policy;

    private final Map<String, Long> decisions = new TreeMap<>();
    private final Map<String, Map<String, Long>> courses = new TreeMap<>();
    private final Map<String, Map<AttributeChange.Kind, Long>> changes = new TreeMap<>();
    private final Map<String, Long> alarms = new TreeMap<>();
    private final Map<String, Integer> sampled = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private long studies;
    private long unchanged;

    public Rehearsal(Sql sql, PlanSource source, CoercionSettings coercion, PlanPolicy policy) {
        this.sql = sql;
        this.source = source;
        this.coercion = coercion;
        this.policy = policy;
    }

    /** What a person should look at in any case. */
    public enum Alarm {
        /** The study's name and birth date are those of somebody else than the planned patient's. */
        OTHER_PERSON("studies whose patient would become a different person"),
        /** The new Patient ID is in use at the source, for somebody else who keeps it. */
        COLLISION("studies that get a Patient ID which another person has at the source"),
        /** A value of the plan can't be written into objects. */
        UNWRITABLE("studies with a value that DICOM does not allow: their series will be held");

        final String words;

        Alarm(String words) {
            this.words = words;
        }
    }

    /** One study as an example; has patient data: for the file only. */
    public record Sample(String what, String kind, String studyUid, String was, String becomes) {
    }

    /**
     * What would happen.
     *
     * @param decisions         studies by what the plan says of them
     * @param series            number of series by that, and by what becomes of them
     * @param changes           studies by attribute and kind of change
     * @param unchanged         studies that are matched and have every value already
     * @param sharedAccessions  accession numbers that several studies get
     * @param studiesSharing    those studies
     */
    public record Outcome(PlanSource source, long studies, Map<String, Long> decisions,
            Map<String, Map<String, Long>> series, Map<String, Map<AttributeChange.Kind, Long>> changes, long unchanged,
            Map<String, Long> alarms, long sharedAccessions, long studiesSharing, List<Sample> samples) {
    }

    public Outcome run() {
        for (Alarm alarm : Alarm.values()) {
            alarms.put(alarm.name(), 0L);
        }
        List<InventoriedStudy> page = new ArrayList<>();
        for (InventoriedStudy study : InventoriedStudy.all(sql, PAGE)) {
            page.add(study);
            if (page.size() == PAGE) {
                look(page);
                page.clear();
            }
        }
        if (!page.isEmpty()) {
            look(page);
        }
        PlanSource.Shared shared = source.sharedAccessions(sql);
        return new Outcome(source, studies, decisions, courses, changes, unchanged, alarms, shared.accessions(),
                shared.studies(), samples);
    }

    private void look(List<InventoriedStudy> page) {
        long first = page.get(0).id();
        long last = page.get(page.size() - 1).id();
        Map<Long, PlannedStudy> planned = source.between(sql, first, last);
        Map<Long, InventoriedStudy> byId = new HashMap<>();
        List<InventoriedStudy> moved = new ArrayList<>();
        for (InventoriedStudy study : page) {
            byId.put(study.id(), study);
            studies++;
            PlannedStudy plan = planned.get(study.id());
            decisions.merge(plan == null ? NO_ENTRY : plan.decision().name(), 1L, Long::sum);
            if (plan != null && plan.decision() == PlanDecision.MATCH && compare(study, plan)) {
                moved.add(study);
            }
        }
        series(first, last, byId, planned);
        collisions(moved, planned);
    }

    /** True if the Patient ID would be another one. */
    private boolean compare(InventoriedStudy study, PlannedStudy plan) {
        DataSet target = TargetAttributes.of(plan, coercion);
        String uid = study.pacs().studyUid();
        TargetAttributes.problem(target).ifPresent(problem -> alarm(Alarm.UNWRITABLE, uid, "", problem));
        if (Likeness.otherPerson(study.pacs().patientName(), study.pacs().birthDate(), plan.patientName(),
                date(plan.birthDate()))) {
            alarm(Alarm.OTHER_PERSON, uid, study.pacs().patientName() + " " + study.pacs().birthDate(),
                    plan.patientName() + " " + date(plan.birthDate()));
        }
        List<AttributeChange> found = AttributeChange.of(study, target);
        unchanged += found.isEmpty() ? 1 : 0;
        for (AttributeChange change : found) {
            changes.computeIfAbsent(change.attribute(), name -> new TreeMap<>())
                    .merge(change.kind(), 1L, Long::sum);
            sample(change.attribute(), change.kind().name(), SAMPLES, uid, change.was(), change.becomes());
        }
        return found.stream().anyMatch(change -> change.tag() == Tag.PatientID);
    }

    private static String date(LocalDate date) {
        return date == null ? "" : date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private void alarm(Alarm alarm, String uid, String was, String becomes) {
        alarms.merge(alarm.name(), 1L, Long::sum);
        sample(alarm.name(), "", ALARMS, uid, was, becomes);
    }

    private void sample(String what, String kind, int most, String uid, String was, String becomes) {
        if (sampled.merge(what + kind, 1, Integer::sum) <= most) {
            samples.add(new Sample(what, kind, uid, was, becomes));
        }
    }

    private void series(long first, long last, Map<Long, InventoriedStudy> byId, Map<Long, PlannedStudy> planned) {
        sql.forEach("""
                select study_id, modality, station_name, count(*) from series where study_id between ? and ?
                group by study_id, modality, station_name""", row -> {
            InventoriedStudy study = byId.get(row.getLong(1));
            if (study != null) {
                PlannedStudy plan = planned.get(study.id());
                Verdict verdict = policy.of(new Subject(study.date(), row.getString(2), row.getString(3)),
                        Optional.ofNullable(plan));
                courses.computeIfAbsent(plan == null ? NO_ENTRY : plan.decision().name(), name -> new TreeMap<>())
                        .merge(verdict.course().name(), row.getLong(4), Long::sum);
            }
        }, first, last);
    }

    /** A study of the source that has the Patient ID which another one is to get. */
    private record Holder(long studyId, String patientId, String name, String birthDate) {
    }

    private void collisions(List<InventoriedStudy> moved, Map<Long, PlannedStudy> planned) {
        if (moved.isEmpty()) {
            return;
        }
        List<String> ids = moved.stream().map(study -> planned.get(study.id()).patientId()).distinct().toList();
        Map<String, List<Holder>> holders = new HashMap<>();
        sql.query("""
                select t.id, p.patient_id, t.patient_name, t.patient_birth_date from patient p
                join study t on t.patient_id = p.id where p.patient_id in (%s)""".formatted(
                String.join(", ", Collections.nCopies(ids.size(), "?"))), row -> new Holder(row.getLong(1),
                row.getString(2), row.getString(3), row.getString(4)), ids.toArray())
                .forEach(holder -> holders.computeIfAbsent(holder.patientId(), id -> new ArrayList<>()).add(holder));
        for (InventoriedStudy study : moved) {
            PlannedStudy plan = planned.get(study.id());
            List<Holder> others = holders.getOrDefault(plan.patientId(), List.of()).stream().filter(holder ->
                    Likeness.otherPerson(holder.name(), holder.birthDate(), plan.patientName(),
                            date(plan.birthDate()))).toList();
            if (!others.isEmpty() && anyStays(others, plan.patientId())) {
                alarm(Alarm.COLLISION, study.pacs().studyUid(), study.pacs().patientId(), plan.patientId());
            }
        }
    }

    /** Whether one of them is not given another Patient ID itself. */
    private boolean anyStays(List<Holder> holders, String patientId) {
        Map<Long, PlannedStudy> theirs = source.of(sql, holders.stream().map(Holder::studyId).toList());
        return holders.stream().map(holder -> theirs.get(holder.studyId())).anyMatch(plan -> plan == null
                || plan.decision() != PlanDecision.MATCH || plan.patientId().equals(patientId));
    }
}
