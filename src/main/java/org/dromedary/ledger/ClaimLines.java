package org.dromedary.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/** What source, retrieves and arrivals ever said of a series or a study; the latest word of each, in order. */
public final class ClaimLines {

    private static final String NO_SUCH_TABLE = "42S02";

    private static final String SELECT = """
            select c.source, c.value, c.detail, c.attempt, c.at from claim c
            where c.id in (select max(id) from claim where %s group by source, attempt)
            order by c.attempt, c.id""";

    private ClaimLines() {
    }

    /**
     * One claim.
     *
     * @param level STUDY, SERIES, IMAGE, or which retrieve
     * @param what is counted or said
     * @param value a number, or a status as text; empty if it was absent
     * @param at UTC
     */
    public record Claim(String level, String what, String value, LocalDateTime at) {
    }

    /** Of a series, and of its study as a whole. */
    static List<Claim> ofSeries(Sql sql, long seriesId) {
        return read(sql, "series_id = ? or series_id is null and study_id = (select study_id from series where id = ?)",
                seriesId, seriesId);
    }

    /** Of a study as a whole. */
    static List<Claim> ofStudy(Sql sql, long studyId) {
        return read(sql, "series_id is null and study_id = ?", studyId);
    }

    private static List<Claim> read(Sql sql, String which, Object... ids) {
        try {
            return sql.query(SELECT.formatted(which), ClaimLines::claim, ids);
        } catch (LedgerException e) {
            if (e.getCause() instanceof SQLException cause && NO_SUCH_TABLE.equals(cause.getSQLState())) {
                return List.of();
            }
            throw e;
        }
    }

    private static Claim claim(ResultSet row) throws SQLException {
        String source = row.getString(1);
        String value = row.getString(2);
        String detail = row.getString(3);
        int attempt = row.getInt(4);
        String said = detail.isBlank() ? value : value.isBlank() ? detail : value + " (" + detail + ")";
        return new Claim(level(source, attempt), what(source), said, row.getObject(5, LocalDateTime.class));
    }

    private static String level(String source, int attempt) {
        return switch (source) {
            case "STUDY_SERIES", "STUDY_INSTANCES" -> "STUDY level";
            case "SERIES_INSTANCES" -> "SERIES level";
            case "IMAGE_LIST" -> "IMAGE level";
            case "AGREED" -> "all, attempt " + attempt;
            default -> attempt > 0 ? "retrieve, attempt " + attempt : "retrieve";
        };
    }

    private static String what(String source) {
        return switch (source) {
            case "STUDY_SERIES" -> "series of the study";
            case "STUDY_INSTANCES" -> "objects of the study";
            case "SERIES_INSTANCES" -> "objects";
            case "IMAGE_LIST" -> "objects listed";
            case "AGREED" -> "agree on";
            case "FAILED_UIDS" -> "failed objects named";
            default -> source.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
