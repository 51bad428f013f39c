package org.dromedary.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reading the ledger, also from a process in which neither Hibernate nor transactions run. */
public final class LedgerView {

    /** What law 2 asks of every closed series. */
    private static final String ACCOUNTED = "verified_count + skipped_count + quarantined_count + unavailable_count"
            + " + rejected_count";
    private static final String EXPECTED = "coalesce(expected_instances, received_count)";
    private static final String MOVING = "(" + SeriesState.quoted(SeriesState::isMoving) + ")";
    private static final String CLOSED = "state in (" + SeriesState.quoted(SeriesState::isClosed) + ")";

    private static final String EXCEPTIONS = """
            select t.study_instance_uid, s.series_instance_uid, e.sop_instance_uid, e.stage, e.reason_code,
                e.status, e.comment, e.attempt, e.at
            from object_exception e join series s on s.id = e.series_id join study t on t.id = s.study_id
            """;

    private static final String NOT_SETTLED = """
            not exists (select 1 from event v where v.series_id = e.series_id and v.at > e.at
                and (v.to_state = 'QUEUED' or v.to_state = 'RECONCILED' and e.stage <> 'RETRIEVED'
                    or v.to_state = 'TRANSCODED' and v.from_state <> 'RECONCILED' and e.reason_code = 'REJECTED'))""";

    private static final String SHORT = shortStudies("");
    private static final String SHORT_ONE = shortStudies("t.id = ? and ");

    private final Sql sql;

    public LedgerView(Sql sql) {
        this.sql = sql;
    }

    /** The number of series in each state, every state present. */
    public Map<SeriesState, Long> seriesByState() {
        Map<SeriesState, Long> counts = new EnumMap<>(SeriesState.class);
        Arrays.stream(SeriesState.values()).forEach(state -> counts.put(state, 0L));
        sql.forEach("select state, count(*) from series group by state",
                row -> counts.put(SeriesState.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    /** The sums over everything. */
    public Totals totals() {
        return sql.query("""
                select (select count(*) from patient), (select count(*) from study), count(*),
                    sum(%s), sum(received_count), sum(stored_count), sum(verified_count), sum(skipped_count),
                    sum(quarantined_count), sum(unavailable_count), sum(rejected_count), sum(bytes)
                from series""".formatted(EXPECTED), row -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3),
                row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9),
                row.getLong(10), row.getLong(11), row.getLong(12))).get(0);
    }

    /** The number of windows in each state. */
    public Map<QueryWindow.State, Long> windowsByState() {
        Map<QueryWindow.State, Long> counts = new EnumMap<>(QueryWindow.State.class);
        Arrays.stream(QueryWindow.State.values()).forEach(state -> counts.put(state, 0L));
        sql.forEach("select state, count(*) from query_window group by state",
                row -> counts.put(QueryWindow.State.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    /** Series whose numbers do not add up: closed ones that miss or exceed, open ones that exceed. At most limit. */
    public List<Imbalance> imbalances(int limit) {
        return sql.query("""
                select id, state, %1$s, %2$s from series
                where (%3$s and %1$s <> %2$s) or (not %3$s and %1$s < %2$s)
                order by id limit ?""".formatted(EXPECTED, ACCOUNTED, CLOSED),
                row -> new Imbalance(row.getLong(1), SeriesState.valueOf(row.getString(2)), row.getInt(3),
                        row.getInt(4)), limit);
    }

    /** The frozen plan in force; empty if nothing was frozen. */
    public Optional<FrozenPlan> plan() {
        return sql.query("""
                select v.version, v.frozen_at, v.frozen_by, c.matched, c.in_review, c.unknown, c.held
                from plan_version v left join plan_version c on c.version =
                    (select max(version) from plan_version where matched is not null)
                order by v.version desc limit 1""",
                row -> new FrozenPlan(row.getInt(1), row.getObject(2, LocalDateTime.class), row.getString(3),
                        row.getInt(4), row.getInt(5), row.getInt(6), row.getInt(7))).stream().findFirst();
    }

    /** Messages that came again because their work was broken off, the most frequent first. At most limit. */
    public List<RedeliveryLedger.Line> redeliveries(int limit) {
        return new RedeliveryLedger(sql).lines(limit);
    }

    /** Whether this series' numbers add up. */
    public boolean balanced(long seriesId) {
        return sql.query("""
                select if(%3$s, %1$s = %2$s, %1$s >= %2$s) from series where id = ?"""
                .formatted(EXPECTED, ACCOUNTED, CLOSED), row -> row.getBoolean(1), seriesId)
                .stream().findFirst().orElse(false);
    }

    /** Whether all that is left of the work are series that wait for another try. */
    public boolean onlyRetriesAreLeft() {
        return sql.query("""
                select not exists (select 1 from query_window where state = 'OPEN')
                    and not exists (select 1 from series where state in %1$s
                        and (retry_at is null or retry_at <= utc_timestamp(3)))
                    and exists (select 1 from series where state in %1$s)""".formatted(MOVING),
                row -> row.getBoolean(1)).get(0);
    }

    /** What keeps the migration from being called complete although its books balance; reads every series. */
    public List<Doubts.Doubt> doubts() {
        return Doubts.of(sql);
    }

    /** Series of which what came may not be all, although nothing that was named is missing. */
    public long suspectSeries() {
        return sql.query("select count(*) from series where doubt is not null", row -> row.getLong(1)).get(0);
    }

    /** Every series with its study and patient, by study date, streamed. */
    public void forEachSeries(Consumer<SeriesLine> lines) {
        sql.forEach("""
                select p.name, p.patient_id, t.study_date, t.study_instance_uid, t.accession_number, t.description,
                    s.id, s.series_instance_uid, s.modality, s.description, s.state, s.reason_code, s.reason_text,
                    s.expected_instances, s.received_count, s.stored_count, s.verified_count, s.skipped_count,
                    s.quarantined_count, s.unavailable_count, s.rejected_count, s.bytes, s.attempt, s.doubt
                from series s join study t on t.id = s.study_id join patient p on p.id = t.patient_id
                order by t.study_date, t.id, s.id""", row -> lines.accept(line(row)));
    }

    /** The manifest of a series; {@link IllegalStateException} if the stored bytes are not those that were written. */
    public Optional<SeriesManifest> manifest(long seriesId) {
        return sql.query("select content, digest from manifest where series_id = ?", row -> {
            byte[] content = row.getBytes(1);
            if (!Arrays.equals(ManifestCodec.digest(content), row.getBytes(2))) {
                throw new IllegalStateException("The manifest of series " + seriesId + " is damaged");
            }
            return SeriesManifest.decode(content);
        }, seriesId).stream().findFirst();
    }

    /** Windows of the inventory whose answer may not be complete, or could not be had. */
    public List<DoubtfulWindow> doubtfulWindows() {
        return sql.query("""
                select state, from_date, to_date, from_time, to_time, answers, reason from query_window
                where state in ('SUSPECT', 'FAILED') order by id""",
                row -> new DoubtfulWindow(QueryWindow.State.valueOf(row.getString(1)),
                        row.getObject(2, LocalDate.class), row.getObject(3, LocalDate.class), row.getString(4),
                        row.getString(5), row.getObject(6, Integer.class), row.getString(7)));
    }

    /**
     * Every object that did not go the way of its series, streamed; without those whose series was fetched again since,
     * decided on again, or, for what the target refused, sent again: what came of that is said anew.
     */
    public void forEachException(Consumer<ExceptionLine> lines) {
        sql.forEach(EXCEPTIONS + "where " + NOT_SETTLED + " order by e.id", row -> lines.accept(exception(row)));
    }

    /** What was done to objects or kept them from going on, summed up, streamed. */
    public void forEachDecision(Consumer<DecisionLine> lines) {
        sql.forEach("""
                select 'CONVERTED', null, from_syntax, to_syntax, count(*), sum(objects) from conversion
                group by from_syntax, to_syntax
                union all
                select 'CHANGED_BY_RULE', rule, null, null, count(*), sum(objects) from rule_use
                where outcome = 'CHANGED' group by rule
                union all
                select 'LEFT_OUT', e.reason_code, null, null, count(distinct e.series_id),
                    count(distinct e.series_id, e.sop_instance_uid)
                from object_exception e where %s group by e.reason_code
                order by 1, 6 desc, 2, 3, 4""".formatted(NOT_SETTLED), row -> lines.accept(new DecisionLine(
                row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5),
                row.getLong(6))));
    }

    /** What validation found, by finding and device, the most frequent first, streamed. */
    public void forEachFinding(Consumer<FindingLine> lines) {
        sql.forEach("""
                select f.code, f.grade, f.repair, d.modality, d.sop_class, d.manufacturer, d.model, d.station,
                    d.software, count(*), sum(f.objects), min(f.example)
                from finding f join source_device d on d.id = f.device_id
                group by f.code, f.grade, f.repair, f.device_id order by 11 desc, f.code, f.device_id""",
                row -> lines.accept(new FindingLine(row.getString(1), row.getString(2), row.getString(3),
                        row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getString(8),
                        row.getString(9), row.getLong(10), row.getLong(11), row.getString(12))));
    }

    /** The number of objects with each finding, by its code. */
    public Map<String, Long> findings() {
        Map<String, Long> findings = new TreeMap<>();
        sql.forEach("select code, sum(objects) from finding group by code",
                row -> findings.put(row.getString(1), row.getLong(2)));
        return findings;
    }

    /** All that is on record about the objects of one series, also what is settled since. */
    public List<ExceptionLine> exceptionsOf(long seriesId) {
        return sql.query(EXCEPTIONS + " where e.series_id = ? order by e.id", LedgerView::exception, seriesId);
    }

    /** The same without what is settled. */
    public List<ExceptionLine> openExceptionsOf(long seriesId) {
        return sql.query(EXCEPTIONS + " where e.series_id = ? and " + NOT_SETTLED, LedgerView::exception, seriesId);
    }

    /** What was ever claimed of a series, and of its study as a whole; empty if nothing is on record. */
    public List<ClaimLines.Claim> claimsOf(long seriesId) {
        return ClaimLines.ofSeries(sql, seriesId);
    }

    /** What was ever claimed of a study as a whole. */
    public List<ClaimLines.Claim> claimsOfStudy(long studyId) {
        return ClaimLines.ofStudy(sql, studyId);
    }

    /** What happened to a series, in order. */
    public List<EventLine> eventsOf(long seriesId) {
        return sql.query("""
                select at, kind, from_state, to_state, reason_code, detail, worker from event where series_id = ?
                order by id""", row -> new EventLine(row.getObject(1, LocalDateTime.class), row.getString(2),
                row.getString(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7)), seriesId);
    }

    /** Whether the target was not asked for each object of some series that it took: its own word was taken instead. */
    public boolean isProvenByWordAlone() {
        return sql.query("""
                select exists (select 1 from event e where e.kind = 'verify'
                    and e.reason_code in ('VERIFIED_BY_STORE_STATUS', 'VERIFIED_BY_COUNT')
                    and not exists (select 1 from event v where v.series_id = e.series_id and v.id > e.id
                        and v.to_state = 'STORED'))""", row -> row.getBoolean(1)).get(0);
    }

    /** What the inventory has to say beside its windows; what is short is only counted when nothing moves any more. */
    public InventoryState inventory(boolean finished, int limit) {
        InventoryState counts = sql.query("""
                select (select count(*) from study_exception where resolved_at is null),
                    (select coalesce(sum(outside), 0) from query_window),
                    (select count(*) from study t where t.expected_series = 0
                        and not exists (select 1 from series s where s.study_id = t.id))""",
                row -> new InventoryState(row.getLong(1), row.getLong(2), row.getLong(3), 0, List.of())).get(0);
        return finished ? new InventoryState(counts.openExceptions(), counts.outside(), counts.shells(),
                sql.query("select count(*) from (" + SHORT + ") lacking", row -> row.getLong(1)).get(0),
                studiesShort(limit)) : counts;
    }

    /** Studies that announced more instances than all their series account for, at most limit. */
    public List<ShortStudy> studiesShort(int limit) {
        return sql.query(SHORT + " order by t.id limit ?", row -> new ShortStudy(row.getLong(1), row.getString(2),
                row.getInt(3), row.getInt(4)), limit);
    }

    /** A series that nobody fetches and whose number of instances was not said may hold whatever is missing. */
    private static String shortStudies(String which) {
        return """
                select t.id, t.study_instance_uid, t.expected_instances, coalesce(sum(%1$s), 0) accounted
                from study t left join series s on s.study_id = t.id
                where %2$st.expected_instances > coalesce(t.settled_instances, 0)
                group by t.id having t.expected_instances > accounted
                    and coalesce(sum(s.state = 'FOUND' and s.expected_instances is null), 0) = 0"""
                .formatted("coalesce(s.expected_instances, s.received_count)", which);
    }

    /** The study if it announced more instances than all its series account for. */
    public Optional<ShortStudy> studyShort(long studyId) {
        return sql.query(SHORT_ONE, row -> new ShortStudy(row.getLong(1),
                row.getString(2), row.getInt(3), row.getInt(4)), studyId).stream().findFirst();
    }

    /** Studies that the source would not tell all about, the oldest first, at most limit. */
    public List<StudyExceptions.Line> studyExceptions(int limit) {
        return new StudyExceptions(sql).open(limit);
    }

    private static ExceptionLine exception(ResultSet row) throws SQLException {
        return new ExceptionLine(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                row.getString(5), row.getObject(6, Integer.class), row.getString(7), row.getInt(8),
                row.getObject(9, LocalDateTime.class));
    }

    private static SeriesLine line(ResultSet row) throws SQLException {
        return new SeriesLine(row.getString(1), row.getString(2), row.getObject(3, LocalDate.class), row.getString(4),
                row.getString(5), row.getString(6), row.getLong(7), row.getString(8), row.getString(9),
                row.getString(10), SeriesState.valueOf(row.getString(11)), row.getString(12), row.getString(13),
                row.getObject(14, Integer.class), row.getInt(15), row.getInt(16), row.getInt(17), row.getInt(18),
                row.getInt(19), row.getInt(20), row.getInt(21), row.getLong(22), row.getInt(23), row.getString(24));
    }

    /** Objects, except the first three. */
    public record Totals(long patients, long studies, long series, long expected, long received, long stored,
            long verified, long skipped, long quarantined, long unavailable, long rejected, long bytes) {
    }

    /** The last version, when (UTC) and by whom it was frozen, and the number of studies by what it has in force. */
    public record FrozenPlan(int version, LocalDateTime at, String by, int matched, int inReview, int unknown,
            int held) {
    }

    /** Expected and accounted objects that are not what they must be to each other. */
    public record Imbalance(long seriesId, SeriesState state, int expected, int accounted) {
    }

    /** A part of the inventory that may not be complete; dates null: studies without a date. */
    public record DoubtfulWindow(QueryWindow.State state, LocalDate fromDate, LocalDate toDate, String fromTime,
            String toTime, Integer answers, String reason) {
    }

    /** One object's evidence; status and comment as the archive gave them, or null; time in UTC. */
    public record ExceptionLine(String studyInstanceUid, String seriesInstanceUid, String sopInstanceUid, String stage,
            String reasonCode, Integer status, String comment, int attempt, LocalDateTime at) {
    }

    /** A finding in the objects of a device, which says itself what it is; example: a SOP Instance UID. */
    public record FindingLine(String code, String grade, String repair, String modality, String sopClassUid,
            String manufacturer, String model, String station, String software, long series, long objects,
            String example) {
    }

    /** Objects of which the same was decided; from and to are Transfer Syntax UIDs, null unless they were converted. */
    public record DecisionLine(String decision, String reason, String from, String to, long series, long objects) {
    }

    /** One event of a series; states, reason and detail may be null; time in UTC. */
    public record EventLine(LocalDateTime at, String kind, String fromState, String toState, String reasonCode,
            String detail, String worker) {
    }

    /**
     * What the inventory could not settle, and what it left out.
     *
     * @param openExceptions studies that the source would not tell all about
     * @param outside studies outside dromedary.inventory.from and .to, which are left alone
     * @param shells studies of which the source says at every level that they hold nothing
     * @param studiesShort the number of studies that announced more instances than their series account for
     * @param someShort the first of them
     */
    public record InventoryState(long openExceptions, long outside, long shells, long studiesShort,
            List<ShortStudy> someShort) {
    }

    /** A study that announced more instances than its series account for. */
    public record ShortStudy(long studyId, String studyInstanceUid, int announced, int accounted) {
    }

    /** One line of the permanent record; date, expected, reason and doubt may be null. */
    public record SeriesLine(String patientName, String patientId, LocalDate studyDate, String studyInstanceUid,
            String accessionNumber, String studyDescription, long seriesId, String seriesInstanceUid, String modality,
            String seriesDescription, SeriesState state, String reasonCode, String reasonText, Integer expected,
            int received, int stored, int verified, int skipped, int quarantined, int unavailable, int rejected,
            long bytes, int attempt, String doubt) {
    }
}
