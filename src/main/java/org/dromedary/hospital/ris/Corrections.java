package org.dromedary.hospital.ris;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyMarks;

/** Studies of which the RIS says something else than was applied or planned, and what is done about each. */
public final class Corrections {

    private static final String BY_ITSELF = "dromedary";

    private static final String ACTIONS = """
            select a.id, a.study_id, t.study_instance_uid, a.kind, a.from_version, a.to_version, a.differs, a.state,
                a.state_since, a.decided_by, a.reason, a.begun_at is not null, a.sent_at is not null,
                (select max(m.hl7_message_id) from corrective_message m where m.action_id = a.id), a.begun_at
            from corrective_action a join study t on t.id = a.study_id
            """;

    private final Sql sql;

    public Corrections(Sql sql) {
        this.sql = sql;
    }

    /** What is to be done. */
    public enum Kind {
        /** A person is to choose. */
        LIST,
        /** The study has not moved: amend the plan. */
        PLAN,
        /** Fetch, coerce and send its verified series again. */
        RESEND,
        /** Give the messages of the RIS to the new system, which then mends its own. */
        FORWARD
    }

    /** How far it is. */
    public enum State { OPEN, QUEUED, DONE, FAILED, DISMISSED }

    /**
     * One of them.
     *
     * @param fromVersion of the plan that is no longer right
     * @param toVersion   of the plan that corrects it, or null
     * @param differs     names of the attributes, separated by blanks
     * @param decidedBy   who chose the kind
     * @param reason      of FAILED and DISMISSED, or null
     * @param begun       of a RESEND: its series are QUEUED in the ledger
     * @param sent        and their messages sent
     * @param messageId   the last HL7 message that told so, null if an import did
     */
    public record Action(long id, long studyId, String studyInstanceUid, Kind kind, int fromVersion, Integer toVersion,
            String differs, State state, Instant since, String decidedBy, String reason, boolean begun, boolean sent,
            Long messageId, LocalDateTime begunAt) {

        static Action of(ResultSet row) throws SQLException {
            return new Action(row.getLong(1), row.getLong(2), row.getString(3), Kind.valueOf(row.getString(4)),
                    row.getInt(5), row.getObject(6, Integer.class), row.getString(7),
                    State.valueOf(row.getString(8)), row.getObject(9, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                    row.getString(10), row.getString(11), row.getBoolean(12), row.getBoolean(13),
                    row.getObject(14, Long.class), row.getObject(15, LocalDateTime.class));
        }
    }

    /** Those that are not done, oldest first; or all, newest first. */
    public List<Action> list(boolean all, int limit) {
        return sql.query(ACTIONS + (all ? "order by a.id desc limit ?"
                : "where a.state in ('OPEN', 'QUEUED', 'FAILED') order by a.id limit ?"), Action::of, limit);
    }

    public Optional<Action> find(long id) {
        return sql.query(ACTIONS + "where a.id = ?", Action::of, id).stream().findFirst();
    }

    /** Whether the running program still has something to do. */
    public boolean inHand() {
        return sql.query("select exists (select 1 from corrective_action where state = 'QUEUED')",
                row -> row.getBoolean(1)).get(0);
    }

    /** Row of the patient whose the study is to be by its open correction; empty if it has none. */
    Optional<Long> patient(long studyId) {
        return sql.query("select ris_patient_id from corrective_action where open_study = ? and ris_patient_id is not null",
                row -> row.getLong(1), studyId).stream().findFirst();
    }

    /** Studies that are to be this patient's. */
    List<Long> studiesOf(long patient) {
        return sql.query("""
                select study_id from corrective_action
                where ris_patient_id = ? and state in ('OPEN', 'QUEUED', 'FAILED') order by study_id""",
                row -> row.getLong(1), patient);
    }

    /** Those in hand, oldest first. */
    List<Action> queued(int limit) {
        return sql.query(ACTIONS + "where a.state = 'QUEUED' order by a.id limit ?", Action::of, limit);
    }

    /**
     * The study needs a correction: one row for it, whatever is said of it until that is done.
     *
     * @param patient row of the patient whose it is to be
     */
    void needed(long studyId, long patient, Kind kind, int fromVersion, Long messageId, String differs, byte[] said) {
        boolean dismissed = sql.query("""
                select state = 'DISMISSED' and said = ? from corrective_action
                where study_id = ? order by id desc limit 1""", row -> row.getBoolean(1), said, studyId)
                .contains(true);
        if (dismissed) {
            return;
        }
        if (kind != Kind.PLAN) {
            StudyMarks.in(sql).stale(studyId);
        }
        State state = kind == Kind.RESEND || kind == Kind.FORWARD ? State.QUEUED : State.OPEN;
        // The assignments run from left to right and see each other's results (MariaDB): the state comes last.
        long action = sql.query("""
                insert into corrective_action (study_id, ris_patient_id, kind, from_version, differs, said, state,
                    state_since, decided_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?, utc_timestamp(3), ?, utc_timestamp(3))
                on duplicate key update ris_patient_id = values(ris_patient_id), differs = values(differs),
                    said = values(said),
                    kind = if(state = 'QUEUED', kind, values(kind)),
                    from_version = if(state = 'QUEUED', from_version, values(from_version)),
                    decided_by = if(state = 'QUEUED', decided_by, values(decided_by)),
                    state = if(state = 'QUEUED', state, values(state))
                returning id""", row -> row.getLong(1), studyId, patient, kind.name(), fromVersion, differs, said, state.name(),
                state == State.QUEUED ? BY_ITSELF : "").get(0);
        if (messageId != null) {
            sql.update("insert ignore into corrective_message (action_id, hl7_message_id) values (?, ?)", action,
                    messageId);
        }
    }

    /** The RIS and what was applied (or planned) agree: nothing is to be done that has not begun. */
    void settled(long studyId) {
        sql.update("""
                update corrective_action set state = 'DISMISSED', state_since = utc_timestamp(3), decided_by = ?,
                    reason = 'the RIS agrees again with what was applied'
                where open_study = ? and begun_at is null""", BY_ITSELF, studyId);
        List<Long> open = sql.query("select id from corrective_action where open_study = ?", row -> row.getLong(1),
                studyId);
        if (open.isEmpty()) {
            StudyMarks.in(sql).current(studyId);
        }
    }

    /**
     * A person chooses what is done; the running program does it.
     *
     * @return false if it is not OPEN or FAILED
     * @throws IllegalArgumentException if that can't be done about this one; says why
     */
    public boolean choose(long id, Kind kind, String by) {
        Action action = find(id).orElseThrow();
        if (kind == Kind.PLAN != (action.kind() == Kind.PLAN)) {
            throw new IllegalArgumentException(action.kind() == Kind.PLAN
                    ? "its study has not moved: only the plan is to be amended"
                    : "its study has moved: amending the plan alone would change nothing");
        }
        if (kind == Kind.FORWARD && action.messageId() == null) {
            throw new IllegalArgumentException("an import told of the change: there is no message to forward");
        }
        int rows = sql.update("""
                update corrective_action set kind = ?, state = 'QUEUED', state_since = utc_timestamp(3),
                    decided_by = left(?, 64), reason = null, begun_at = null, sent_at = null
                where id = ? and state in ('OPEN', 'FAILED')""", kind.name(), by, id);
        audit(rows, kind + " correction " + id, by);
        return rows > 0;
    }

    /**
     * A person decides that it stays as it is.
     *
     * @return false if it is done, dismissed or begun already
     */
    public boolean dismiss(long id, String by, String because) {
        Action action = find(id).orElseThrow();
        int rows = sql.update("""
                update corrective_action set state = 'DISMISSED', state_since = utc_timestamp(3),
                    decided_by = left(?, 64), reason = left(?, 500)
                where id = ? and (state in ('OPEN', 'FAILED') or state = 'QUEUED' and begun_at is null)""",
                by, because, id);
        if (rows > 0) {
            StudyMarks.in(sql).current(action.studyId());
        }
        audit(rows, "DISMISS correction " + id + (because.isEmpty() ? "" : ": " + because), by);
        return rows > 0;
    }

    private void audit(int rows, String what, String by) {
        if (rows > 0) {
            Events.in(sql).operator("CORRECTION", what, by);
        }
    }

    /** The series of the study are QUEUED; their messages are to be sent. */
    void begun(Action action, int toVersion) {
        sql.update("update corrective_action set begun_at = utc_timestamp(3), to_version = ? where id = ?", toVersion,
                action.id());
    }

    void sent(Action action) {
        sql.update("update corrective_action set sent_at = utc_timestamp(3) where id = ?", action.id());
    }

    /** What the new system has of the study is from now on what this version of the plan says. */
    void applied(Action action, int version) {
        done(action, version);
        StudyMarks.in(sql).planned(action.studyId(), version);
    }

    void done(Action action, int version) {
        sql.update("""
                update corrective_action set state = 'DONE', state_since = utc_timestamp(3), to_version = ?
                where id = ?""", version, action.id());
        StudyMarks.in(sql).current(action.studyId());
    }

    /** It could not be done; the study stays stale. */
    void failed(Action action, String reason) {
        sql.update("""
                update corrective_action set state = 'FAILED', state_since = utc_timestamp(3), reason = left(?, 500)
                where id = ?""", reason, action.id());
    }
}
