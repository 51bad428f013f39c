package org.dromedary.identity.plan;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** Makes the working decisions the plan in force: a new version with an entry for each study that it changes. */
public final class Freezing {

    private static final String VALUES = "decision, patient_id, issuer, patient_name, birth_date, sex, accession,"
            + " accession_issuer, exam_id, requested_procedure_id, procedure_code, procedure_text, referring_physician";
    private static final int NAMED = 5;

    private final Sql sql;

    /** @param sql in a transaction of the caller's, whose first statements these must be: what it sees is as of then */
    public Freezing(Sql sql) {
        this.sql = sql;
    }

    /**
     * A version as it was made.
     *
     * @param studies that it changed
     * @param inForce the number of studies by what is now in force for them
     */
    public record Frozen(int version, int studies, Map<PlanDecision, Long> inForce) {
    }

    /**
     * Freezes; empty if nothing changed since the last version.
     *
     * @param note why, for the record; no patient data
     * @throws PlanException if there are no decisions, or one of them rests on an exam or patient that is gone
     */
    public Optional<Frozen> freeze(String by, String note) {
        lock();
        int version = 1 + sql.query("select coalesce(max(version), 0) from plan_version", row -> row.getInt(1)).get(0);
        if (sql.query("select 1 from study_match limit 1", row -> 1).isEmpty()) {
            throw new PlanException("There is nothing to freeze: 'reconcile match' makes the decisions first");
        }
        refuseWhatIsGone();
        sql.update("""
                insert into plan_version (version, frozen_at, frozen_by, note, rules, studies, digest)
                values (?, utc_timestamp(3), left(?, 64), left(?, 500),
                    coalesce((select rules from match_run order by id desc limit 1), ''), 0, repeat(char(0), 32))""",
                version, by, note == null ? "" : note);
        int studies = sql.update(insertOfChanges(), version);
        if (studies == 0) {
            sql.update("delete from plan_version where version = ?", version);
            return Optional.empty();
        }
        Map<PlanDecision, Long> inForce = inForce(sql);
        sql.update("""
                update plan_version set studies = ?, digest = ?, matched = ?, in_review = ?, unknown = ?, held = ?
                where version = ?""", studies, PlanDigest.of(sql, version), inForce.get(PlanDecision.MATCH),
                inForce.get(PlanDecision.REVIEW), inForce.get(PlanDecision.NONE), inForce.get(PlanDecision.HOLD),
                version);
        Events.in(sql).operator("PLAN_FREEZE", "version " + version + " of the plan changes " + studies
                + " studies", by);
        return Optional.of(new Frozen(version, studies, inForce));
    }

    /** Until the transaction ends, nobody changes what the RIS says or amends the plan. */
    private void lock() {
        sql.query("select id from ris_lock where id = 1 for update", row -> row.getInt(1));
    }

    /** Compares values, not who decided and when: saying the same again changes no study. */
    private static String insertOfChanges() {
        StringBuilder same = new StringBuilder();
        for (String column : VALUES.split(", ")) {
            same.append(same.isEmpty() ? "" : " and ").append("f.").append(column).append(" <=> d.").append(column);
        }
        return "insert into plan_entry (study_id, " + VALUES + ", rule, decided_by, decided_at, version) "
                + Draft.WITH + "select d.*, ? from (" + Draft.SELECT + ") d left join plan_entry f"
                + " on f.study_id = d.study_id and f.version ="
                + " (select max(l.version) from plan_entry l where l.study_id = d.study_id)"
                + " where f.study_id is null or not (" + same + ")";
    }

    /** Someone else's patient must not be applied because the RIS changed under a decision. */
    private void refuseWhatIsGone() {
        List<Long> gone = sql.query(Draft.WITH + """
                select m.study_id from study_match m
                left join ris_exam x on x.exam_id = substring_index(m.exam_id, char(92 using utf8mb4), 1)
                left join survivor s on s.id = x.ris_patient_id
                left join ris_patient w on w.patient_id = m.patient_id and w.issuer = m.issuer
                left join survivor ws on ws.id = w.id
                where m.decision = 'MATCH'
                    and not coalesce(ws.to_id, w.id) <=> coalesce(s.to_id, x.ris_patient_id)
                    or m.decision = 'MATCH' and x.id is null
                order by m.study_id""", row -> row.getLong(1));
        if (!gone.isEmpty()) {
            throw new PlanException(gone.size()
                    + " studies are matched with an exam that the RIS inventory no longer has"
                    + " or that belongs to another patient now (ledger ids " + gone.stream().limit(NAMED)
                    .map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("")
                    + (gone.size() > NAMED ? ", …"
                    : "") + "): run 'reconcile match' again, which decides on them anew");
        }
    }

    /** The number of studies by what is in force for them, every decision present. */
    static Map<PlanDecision, Long> inForce(Sql sql) {
        Map<PlanDecision, Long> counts = new EnumMap<>(PlanDecision.class);
        for (PlanDecision decision : PlanDecision.values()) {
            counts.put(decision, 0L);
        }
        sql.forEach("""
                select e.decision, count(*) from plan_entry e join (
                    select study_id, max(version) version from plan_entry group by study_id) l
                on l.study_id = e.study_id and l.version = e.version group by e.decision""",
                row -> counts.put(PlanDecision.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }
}
