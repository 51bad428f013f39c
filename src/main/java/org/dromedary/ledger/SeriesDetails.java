package org.dromedary.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;

/**
 * A series as the ledger has it, for a person at a terminal; times are UTC.
 *
 * @param expected null if nobody said
 * @param retryAt when it is tried again, or null
 * @param manifest number of objects in its manifest, null if it has none
 * @param doubt why what came may not be all, or null
 */
public record SeriesDetails(long id, long studyId, String studyInstanceUid, String seriesInstanceUid, String modality,
        String description, SeriesState state, LocalDateTime stateSince, String reasonCode, String reasonText,
        int attempt, LocalDateTime retryAt, int priority, Integer expected, Counts counts, long bytes,
        Integer manifest, String origin, String doubt) {

    private static final String SELECT = """
            select s.id, s.study_id, t.study_instance_uid, s.series_instance_uid, s.modality, s.description, s.state,
                s.state_since, s.reason_code, s.reason_text, s.attempt, s.retry_at, s.priority, s.expected_instances,
                s.received_count, s.stored_count, s.verified_count, s.skipped_count, s.quarantined_count,
                s.unavailable_count, s.rejected_count, s.bytes, m.objects, s.origin, s.doubt
            from series s join study t on t.id = s.study_id left join manifest m on m.series_id = s.id
            """;

    /** Objects by what became of them. */
    public record Counts(int received, int stored, int verified, int skipped, int quarantined, int unavailable,
            int rejected) {

        /** What law 2 compares with the number expected. */
        public int accounted() {
            return verified + skipped + quarantined + unavailable + rejected;
        }
    }

    /**
     * Those that one word means, at most limit: a ledger id or a Series Instance UID, which several studies may have.
     */
    public static List<SeriesDetails> find(Sql sql, String word, int limit) {
        return word.matches("[0-9]{1,18}")
                ? sql.query(SELECT + "where s.id = ?", SeriesDetails::read, Long.parseLong(word))
                : sql.query(SELECT + "where s.series_instance_uid = ? order by s.id limit ?", SeriesDetails::read, word,
                        limit);
    }

    public static List<SeriesDetails> ofStudy(Sql sql, long studyId) {
        return sql.query(SELECT + "where s.study_id = ? order by s.id", SeriesDetails::read, studyId);
    }

    private static SeriesDetails read(ResultSet row) throws SQLException {
        return new SeriesDetails(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6), SeriesState.valueOf(row.getString(7)), row.getObject(8, LocalDateTime.class),
                row.getString(9), row.getString(10), row.getInt(11), row.getObject(12, LocalDateTime.class),
                row.getInt(13), row.getObject(14, Integer.class),
                new Counts(row.getInt(15), row.getInt(16), row.getInt(17), row.getInt(18), row.getInt(19),
                        row.getInt(20), row.getInt(21)),
                row.getLong(22), row.getObject(23, Integer.class), row.getString(24), row.getString(25));
    }
}
