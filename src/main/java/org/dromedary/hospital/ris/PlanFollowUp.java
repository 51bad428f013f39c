package org.dromedary.hospital.ris;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.hospital.ris.RisSettings.OnChange;
import org.dromedary.identity.plan.Amendment;
import org.dromedary.identity.plan.Amendment.PatientValues;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;

/**
 * Compares what was planned for the studies of a patient, or applied to those that have moved, with what the RIS says
 * of the patient now, and amends the plan or notes a correction. Repeatable: it looks at what is, not at what a message
 * changed.
 */
final class PlanFollowUp {

    // Of a study that has moved, what was applied counts; of another, what is in force.
    private static final String STUDIES = """
            select t.id, t.plan_version, e.version, e.patient_id, e.issuer, e.patient_name, e.birth_date, e.sex
            from (%s) s
            join study t on t.id = s.study_id
            join plan_entry e on e.study_id = t.id and e.version = (select max(l.version) from plan_entry l
                where l.study_id = t.id and l.version <= coalesce(t.plan_version, l.version))
            order by t.id""";

    private final Sql sql;
    private final RisSettings settings;
    private final CoercionSettings coercion;
    private final Corrections corrections;
    private final RisLedger ris;

    /** @param sql in a transaction of the caller's */
    PlanFollowUp(Sql sql, RisSettings settings, CoercionSettings coercion) {
        this.sql = sql;
        this.settings = settings;
        this.coercion = coercion;
        this.corrections = new Corrections(sql);
        this.ris = new RisLedger(sql);
    }

    /**
     * What was planned for a study, or applied to it.
     *
     * @param moved whether a series of it was reconciled
     */
    private record Planned(long studyId, boolean moved, int version, PatientValues patient) {
        static Planned of(ResultSet row) throws SQLException {
            return new Planned(row.getLong(1), row.getObject(2) != null, row.getInt(3), new PatientValues(
                    row.getString(4), row.getString(5), row.getString(6),
                    row.getObject(7, LocalDate.class), row.getString(8)));
        }
    }

    /**
     * Follows these patients.
     *
     * @param rule      {@code adt-update} or {@code merge}
     * @param messageId row in hl7_message that told so, null for an import
     * @return how many studies are not (or no longer) as the RIS says
     */
    int patients(Set<Identity> identities, String rule, Long messageId) {
        return patients(identities, rule, messageId, messageId == null ? "follows an import from the RIS"
                : "follows HL7 message " + messageId);
    }

    private int patients(Set<Identity> identities, String rule, Long messageId, String comment) {
        ris.lock();
        if (new Amendment(sql).lock() == 0) {
            return 0;
        }
        Map<Long, PatientValues> amended = new LinkedHashMap<>();
        int different = 0;
        Set<Person> survivors = identities.stream().flatMap(id -> ris.survivor(id.patientId(), id.issuer()).stream())
                .collect(Collectors.toSet());
        for (Person person : survivors) {
            for (Planned planned : studies(person)) {
                different += follow(planned, person, messageId, amended) ? 1 : 0;
            }
        }
        if (!amended.isEmpty()) {
            new Amendment(sql).amend(amended, rule, comment);
        }
        return different;
    }

    /**
     * Whether a study is not (or no longer) as the RIS says; what the plan is to follow is put into {@code amended}.
     */
    private boolean follow(Planned planned, Person person, Long messageId, Map<Long, PatientValues> amended) {
        PatientValues now = values(person);
        List<String> differs = differences(planned.patient(), now);
        if (differs.isEmpty()) {
            corrections.settled(planned.studyId());
        } else if (planned.moved() || settings.follow() == RisSettings.Follow.LIST) {
            corrections.needed(planned.studyId(), person.id(), kind(planned, messageId), planned.version(), messageId,
                    String.join(" ", differs), digest(now));
        } else {
            amended.put(planned.studyId(), now);
        }
        return !differs.isEmpty();
    }

    /**
     * After a merge was taken back: the studies of the patient who was merged are given back, those of the other one
     * stay. A study belongs to the patient of its exam; without an exam, to the patient whose it was before it followed
     * the merge, or whom the old archive names.
     *
     * @param free      the patient who had been merged
     * @param left      the patient into whom that one had been merged
     * @param messageId row in hl7_message that told so, null if a person did
     * @return how many studies are not (or no longer) as the RIS says
     */
    int goBack(Person free, Person left, Long messageId) {
        ris.lock();
        if (new Amendment(sql).lock() == 0) {
            return 0;
        }
        Map<Long, PatientValues> amended = new LinkedHashMap<>();
        int different = 0;
        Map<Long, Planned> all = new LinkedHashMap<>();
        studies(left).forEach(planned -> all.put(planned.studyId(), planned));
        studies(free).forEach(planned -> all.put(planned.studyId(), planned));
        Set<Identity> ofFree = ris.rows(free);
        for (Planned planned : all.values()) {
            Person owner = belongsTo(free, planned, ofFree) ? free : left;
            different += follow(planned, owner, messageId, amended) ? 1 : 0;
        }
        if (!amended.isEmpty()) {
            new Amendment(sql).amend(amended, "unmerge", messageId == null ? "a person took a merge back"
                    : "follows HL7 message " + messageId);
        }
        return different;
    }

    private boolean belongsTo(Person free, Planned planned, Set<Identity> ofFree) {
        List<Person> ofExams = sql.query("select exam_id from plan_entry where study_id = ? and version = ?",
                row -> row.getString(1), planned.studyId(), planned.version()).stream()
                .flatMap(ids -> Stream.of(ids.split("\\\\"))).filter(id -> !id.isEmpty())
                .flatMap(id -> sql.query("select " + Person.COLUMNS + " from ris_exam x join ris_patient p"
                        + " on p.id = x.ris_patient_id where x.exam_id = ?", Person::of, id).stream()).toList();
        if (!ofExams.isEmpty()) {
            return ofExams.stream().allMatch(person -> ris.survivorOf(person).id() == free.id());
        }
        Set<String> numbers = ofFree.stream().map(Identity::patientId).collect(Collectors.toSet());
        boolean frozen = sql.query("""
                select patient_id, issuer from plan_entry
                where study_id = ? and rule not in ('merge', 'unmerge', 'adt-update', 'import')
                order by version desc limit 1""", row -> new Identity(row.getString(1), row.getString(2)),
                planned.studyId()).stream().anyMatch(identity -> ofFree.contains(identity)
                        || identity.issuer().isEmpty() && numbers.contains(identity.patientId()));
        return frozen || sql.query(
                "select p.patient_id from study t join patient p on p.id = t.patient_id where t.id = ?",
                row -> row.getString(1), planned.studyId()).stream().anyMatch(numbers::contains);
    }

    /**
     * Studies to which an older version was being applied in the very moment in which the plan was amended: they had
     * not moved then, and have the old values now.
     */
    void overtaken() {
        List<Identity> found = sql.query("""
                select distinct e.patient_id, e.issuer
                from plan_version v join plan_entry e on e.version = v.version join study t on t.id = e.study_id
                where v.frozen_by = 'dromedary' and v.frozen_at > utc_timestamp(3) - interval 1 hour
                    and t.plan_version < v.version and t.stale_since is null""",
                row -> new Identity(row.getString(1), row.getString(2)));
        if (!found.isEmpty()) {
            patients(new LinkedHashSet<>(found), "adt-update", null,
                    "follows an amendment that came while the study was on its way");
        }
    }

    /**
     * Patients in the plan of whom the RIS inventory says something else, after an import; the comparison is coarse,
     * {@link #patients} looks closely.
     */
    Set<Identity> outdated() {
        String name = "trim(replace(replace(replace(p.%s, '^', ' '), '=', ' '), char(92 using utf8mb4), ' '))";
        return new LinkedHashSet<>(sql.query("""
                select distinct e.patient_id, e.issuer
                from (select study_id, max(version) version from plan_entry group by study_id) l
                join study t on t.id = l.study_id
                join plan_entry e on e.study_id = l.study_id and e.version = coalesce(t.plan_version, l.version)
                join ris_patient p on p.patient_id = e.patient_id and (p.issuer = e.issuer or e.issuer = '')
                where p.merged_into is not null or not p.birth_date <=> e.birth_date or p.sex <> e.sex
                    or trim(trailing '^' from concat(%s, '^', %s, '^', %s)) <> e.patient_name""".formatted(
                name.formatted("last_name"), name.formatted("first_name"), name.formatted("middle_name")),
                row -> new Identity(row.getString(1), row.getString(2))));
    }

    private Corrections.Kind kind(Planned planned, Long messageId) {
        if (!planned.moved()) {
            return Corrections.Kind.PLAN;
        }
        boolean nothingToForward = settings.onChange() == OnChange.FORWARD && messageId == null;
        return nothingToForward ? Corrections.Kind.LIST : Corrections.Kind.valueOf(settings.onChange().name());
    }

    /**
     * The studies that are this patient's in the plan, or are to be by a correction; not those that are to be
     * another's.
     */
    private List<Planned> studies(Person survivor) {
        Set<Identity> same = ris.rows(survivor);
        Set<String> ids = same.stream().map(Identity::patientId).collect(Collectors.toSet());
        Map<Long, Planned> found = new TreeMap<>();
        sql.query(STUDIES.formatted("select distinct study_id from plan_entry where patient_id in ("
                + PatientRows.marks(ids.size()) + ")"), Planned::of, ids.toArray()).stream().filter(planned -> {
                    PatientValues patient = planned.patient();
                    return same.contains(new Identity(patient.patientId(), patient.issuer()))
                            || patient.issuer().isEmpty() && ids.contains(patient.patientId());
                }).forEach(planned -> found.put(planned.studyId(), planned));
        found.keySet().removeIf(study -> corrections.patient(study)
                .filter(row -> ris.survivorOf(ris.byId(row)).id() != survivor.id()).isPresent());
        for (long study : corrections.studiesOf(survivor.id())) {
            sql.query(STUDIES.formatted("select ? as study_id"), Planned::of, study)
                    .forEach(planned -> found.put(study, planned));
        }
        return List.copyOf(found.values());
    }

    static PatientValues values(Person person) {
        return new PatientValues(person.patientId(), person.issuer(), person.dicomName(), person.birthDate(),
                person.sex());
    }

    private static byte[] digest(PatientValues patient) {
        return Sha256.of(patient.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Names of the attributes in which they differ, of those that the plan may set. */
    private List<String> differences(PatientValues planned, PatientValues now) {
        List<String> differs = new ArrayList<>();
        if (coercion.patientId() && !planned.patientId().equals(now.patientId())) {
            differs.add("patient-id");
        }
        // An issuer that becomes known changes nothing of what was said.
        if (coercion.patientId() && !planned.issuer().isEmpty() && !planned.issuer().equals(now.issuer())) {
            differs.add("issuer");
        }
        if (coercion.patientName() && !planned.name().equals(now.name())) {
            differs.add("name");
        }
        if (coercion.birthDate() && !Objects.equals(planned.birthDate(), now.birthDate())) {
            differs.add("birth-date");
        }
        if (coercion.sex() && !planned.sex().equals(now.sex())) {
            differs.add("sex");
        }
        return differs;
    }
}
