package org.dromedary.archives.archive;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.dromedary.ledger.Sql;

/** The quirks of one archive in the ledger's table {@code source_quirk}. */
public final class QuirkLedger {

    private static final String OF_ARCHIVE = "role = ? and aet = ? and host = ? and port = ?";
    private static final int MAX_EVIDENCE = 500;

    private final Sql sql;
    private final Archive archive;

    public QuirkLedger(Sql sql, Archive archive) {
        this.sql = sql;
        this.archive = archive;
    }

    /** One quirk; times in UTC, null if it was stated by property. */
    public record Seen(Quirk quirk, String value, String evidence, LocalDateTime first, LocalDateTime last) {
    }

    /** What was learnt, the oldest first; quirks of a later version of the program are passed over. */
    public List<Seen> read() {
        return sql.query("select quirk, value, evidence, first_at, last_at from source_quirk where " + OF_ARCHIVE
                + " order by id", row -> quirk(row.getString(1)) == null ? null : new Seen(quirk(row.getString(1)),
                row.getString(2), row.getString(3), row.getObject(4, LocalDateTime.class),
                row.getObject(5, LocalDateTime.class)), archive.role(), archive.aet(), archive.host(), archive.port())
                .stream().filter(Objects::nonNull).toList();
    }

    void put(Quirk quirk, String value, String evidence) {
        sql.update("insert into source_quirk (role, aet, host, port, quirk, value, evidence, first_at, last_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, utc_timestamp(3), utc_timestamp(3))"
                + " on duplicate key update evidence = values(evidence), last_at = values(last_at)",
                archive.role(), archive.aet(), archive.host(), archive.port(), quirk.name(), value,
                evidence.substring(0, Math.min(MAX_EVIDENCE, evidence.length())));
    }

    void forget(Quirk quirk) {
        sql.update("delete from source_quirk where " + OF_ARCHIVE + " and quirk = ?", archive.role(), archive.aet(),
                archive.host(), archive.port(), quirk.name());
    }

    private static Quirk quirk(String name) {
        return Arrays.stream(Quirk.values()).filter(quirk -> quirk.name().equals(name)).findFirst().orElse(null);
    }
}
