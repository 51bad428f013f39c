package org.dromedary.coordination.incident;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dromedary.ledger.Sql;

/**
 * What is to be told of incidents, and what was. A row is written before its message and follows its fate, so that a
 * message lost in a crash, or with its queue, is sent again, and one that comes twice is told once.
 */
final class NoticeLedger {

    /** Longer than all tries to deliver a message take: one that has no result by then is lost. */
    private static final Duration LOST_AFTER = Duration.ofHours(1);

    private final Sql sql;

    NoticeLedger(Sql sql) {
        this.sql = sql;
    }

    /** What a notice tells. */
    enum What { OPENED, CLOSED }

    /** How far a notice is. */
    enum State { NEW, QUEUED, TOLD, GIVEN_UP }

    /** One telling by one channel. */
    record Notice(long id, long incidentId, Channel channel, What what, State state) {
    }

    /**
     * Notes for that channel what is not told yet: whatever is otherwise than the last notice of its incident said.
     * That an incident is open again is told only some time after it was told last.
     */
    void note(Channel channel, Duration againWithin) {
        sql.update("""
                insert into incident_notice (incident_id, channel, what, state, state_since, created_at)
                select i.id, ?, if(i.closed_at is null, 'OPENED', 'CLOSED'), 'NEW', utc_timestamp(3), utc_timestamp(3)
                from incident i left join incident_notice n on n.id =
                    (select max(id) from incident_notice where incident_id = i.id and channel = ?)
                where (i.closed_at is null or i.closed_at > utc_timestamp(3) - interval 1 day)
                    and (n.id is null or n.what <> if(i.closed_at is null, 'OPENED', 'CLOSED'))
                    and (n.id is null or i.closed_at is not null or n.created_at <
                        utc_timestamp(3) - interval ? microsecond)""",
                channel.name(), channel.name(), againWithin.toMillis() * 1000);
    }

    /** Those that have no message yet, or whose message must be lost. */
    List<Notice> unsent() {
        return sql.query("""
                select id, incident_id, channel, what, state from incident_notice
                where state = 'NEW' or (state = 'QUEUED' and state_since < utc_timestamp(3) - interval ? second)
                order by id limit 100""", NoticeLedger::notice, LOST_AFTER.toSeconds());
    }

    Optional<Notice> find(long id) {
        return sql.query("select id, incident_id, channel, what, state from incident_notice where id = ?",
                NoticeLedger::notice, id).stream().findFirst();
    }

    void is(long id, State state) {
        sql.update("update incident_notice set state = ?, state_since = utc_timestamp(3) where id = ?"
                + " and state not in ('TOLD', 'GIVEN_UP')", state.name(), id);
    }

    private static Notice notice(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Notice(row.getLong(1), row.getLong(2), Channel.valueOf(row.getString(3)),
                What.valueOf(row.getString(4)), State.valueOf(row.getString(5)));
    }
}
