package org.dromedary.archives.pace;

import org.dromedary.ledger.Sql;

/**
 * Reservations by one statement on a row of the ledger, on the database's clock (virtual scheduling of the generic cell
 * rate algorithm): what is reserved begins when what was reserved before is used up.
 */
final class SharedBuckets implements Reservations {

    private final Sql sql;

    SharedBuckets(Sql sql) {
        this.sql = sql;
    }

    @Override
    public long reserve(String bucket, long costMicros, long toleranceMicros, long aheadMicros) {
        return sql.query("""
                insert into pace_bucket (name, free_at)
                values (?, timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) + ?)
                on duplicate key update free_at = least(
                        greatest(free_at, timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) - ?),
                        timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) + ?) + ?
                returning free_at - ? - timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))""",
                row -> row.getLong(1), bucket, costMicros, toleranceMicros, aheadMicros, costMicros, costMicros).get(0);
    }
}
