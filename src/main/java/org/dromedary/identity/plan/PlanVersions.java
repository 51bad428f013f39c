package org.dromedary.identity.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dromedary.ledger.Sql;

/** The frozen versions: what there is, what one said of a study, what differs between two. */
public final class PlanVersions {

    private static final String VERSION = """
            select version, frozen_at, frozen_by, note, studies, matched, in_review, unknown, held, hex(digest)
            from plan_version""";

    private final Sql sql;

    public PlanVersions(Sql sql) {
        this.sql = sql;
    }

    /**
     * One version.
     *
     * @param studies that it changed
     * @param matched studies that were to be matched once it was in force; this and the next three null in a version
     *                that decided nothing anew
     */
    public record Version(int version, Instant frozenAt, String frozenBy, String note, int studies, Integer matched,
            Integer inReview, Integer unknown, Integer held, String digest) {
    }

    /** All, oldest first. */
    public List<Version> list() {
        return sql.query(VERSION + " order by version", PlanVersions::version);
    }

    /** The last one; empty if nothing was frozen yet. */
    public Optional<Version> last() {
        return sql.query(VERSION + " order by version desc limit 1", PlanVersions::version).stream().findFirst();
    }

    /** Whether the entries of each version are still those that were frozen: the versions whose digest is another. */
    public List<Integer> tampered() {
        return list().stream().filter(version -> !version.digest().equalsIgnoreCase(
                HexFormat.of().formatHex(PlanDigest.of(sql, version.version()))))
                .map(Version::version).toList();
    }

    /** What the versions say of a study, oldest first; each with the time of its decision. */
    public List<Entry> ofStudy(String studyInstanceUid) {
        return sql.query("""
                select e.*, v.frozen_at from plan_entry e join study t on t.id = e.study_id
                join plan_version v on v.version = e.version
                where t.study_instance_uid = ? order by e.version""",
                row -> new Entry(Plan.planned(row), time(row, "decided_at"), time(row, "frozen_at")),
                studyInstanceUid);
    }

    /** What one version says of a study. */
    public record Entry(PlannedStudy planned, Instant decidedAt, Instant frozenAt) {
    }

    /**
     * Studies whose entry in force differs between two versions, by decision.
     *
     * @param from empty if the plan did not have the study
     * @param otherPatient studies of these that change the Patient ID or its issuer
     */
    public record Difference(String from, String to, long studies, long otherPatient, long otherName,
            long otherBirthDate, long otherAccession) {
    }

    /** @throws PlanException if there is no such version */
    public List<Difference> differences(int from, int to) {
        List<Integer> known = list().stream().map(Version::version).toList();
        for (int version : List.of(from, to)) {
            if (version != 0 && !known.contains(version)) {
                throw new PlanException("There is no version " + version + " of the plan: 'reconcile versions' lists"
                        + " those there are");
            }
        }
        int first = Math.min(from, to);
        int last = Math.max(from, to);
        return sql.query("""
                select coalesce(a.decision, ''), b.decision, count(*),
                    sum(a.study_id is null or a.patient_id <> b.patient_id or a.issuer <> b.issuer),
                    sum(a.study_id is null or a.patient_name <> b.patient_name),
                    sum(a.study_id is null or not a.birth_date <=> b.birth_date),
                    sum(a.study_id is null or a.accession <> b.accession)
                from (select study_id, max(version) version from plan_entry
                    where version > ? and version <= ? group by study_id) l
                join plan_entry b on b.study_id = l.study_id and b.version = l.version
                left join plan_entry a on a.study_id = l.study_id and a.version =
                    (select max(e.version) from plan_entry e where e.study_id = l.study_id and e.version <= ?)
                group by a.decision, b.decision order by 1, 2""",
                row -> new Difference(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4),
                        row.getLong(5), row.getLong(6), row.getLong(7)), first, last, first);
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(row.getInt(1), time(row, "frozen_at"), row.getString(3), row.getString(4), row.getInt(5),
                row.getObject(6, Integer.class), row.getObject(7, Integer.class), row.getObject(8, Integer.class),
                row.getObject(9, Integer.class), row.getString(10));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
