package org.dromedary.hospital.ris;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.SeriesMarks;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.SeriesMessage;

/**
 * Lets the studies of a patient who is coming go first: a new order raises the priority of what has not moved, in the
 * queues and in the ledger, never lowers it, and says so once for each study.
 */
@Singleton
public class OrderPriority {

    /** Why a series that was only found is fetched. */
    static final String REASON = "RIS_ORDER";

    private static final int STAT = 9;
    private static final int UIDS_PER_SELECTOR = 50;
    /** Patient IDs of archives that lost, or added, leading zeros have so many digits. */
    private static final int MAX_PADDED_LENGTH = 12;

    private static final String SERIES = """
            select s.id, s.study_id, t.study_instance_uid, s.state
            from (select t.id from patient p join study t on t.patient_id = p.id where p.patient_id in (%1$s)
                union select e.study_id from plan_entry e where e.patient_id in (%1$s)) c
            join study t on t.id = c.id join series s on s.study_id = c.id
            where s.priority < ? and s.state in (%2$s)
            order by s.study_id, s.id""";

    private final DataSource dataSource;
    private final ConnectionFactory broker;
    private final Transitions transitions;
    private final RisSettings settings;

    OrderPriority(DataSource dataSource, ConnectionFactory broker, Transitions transitions, RisSettings settings) {
        this.dataSource = dataSource;
        this.broker = broker;
        this.transitions = transitions;
        this.settings = settings;
    }

    private record Waiting(long seriesId, long studyId, String studyInstanceUid, SeriesState state) {
        static Waiting of(ResultSet row) throws SQLException {
            return new Waiting(row.getLong(1), row.getLong(2), row.getString(3), SeriesState.valueOf(row.getString(4)));
        }
    }

    /**
     * Raises what waits of a patient. The queues first: ended between the two, it is done again.
     *
     * @param identities under which the archive or the plan may know the patient
     * @param messageId  row in hl7_message of the order
     * @return how many studies
     */
    int raise(Set<Identity> identities, boolean urgent, long messageId) {
        int priority = urgent ? STAT : settings.orderPriority();
        Sql sql = Sql.over(dataSource);
        Set<String> ids = identities.stream().flatMap(id -> spellings(id.patientId()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Object> parameters = new ArrayList<>(ids);
        parameters.addAll(ids);
        parameters.add(priority);
        List<Waiting> waiting = new ArrayList<>(sql.query(SERIES.formatted(PatientRows.marks(ids.size()),
                SeriesState.quoted(state -> state == SeriesState.FOUND || state.isMoving())), Waiting::of,
                parameters.toArray()));
        String told = "for the order of HL7 message " + messageId;
        if (!settings.prefetch()) {
            waiting.removeIf(series -> series.state() == SeriesState.FOUND);
        }
        if (!waiting.isEmpty()) {
            inQueues(waiting, priority);
            QuarkusTransaction.requiringNew().run(() -> inLedger(Sql.over(dataSource), waiting, priority, told));
        }
        if (settings.prefetch()) {
            // Also those of an earlier delivery that was ended before it could send them.
            RetrieveMessages messages = new RetrieveMessages(broker);
            sql.query("""
                    select distinct s.study_id from series s where s.state = 'QUEUED' and s.reason_code = ?
                        and s.reason_text = ?""", row -> row.getLong(1), REASON, told)
                    .forEach(study -> messages.send(sql, study, REASON));
        }
        return (int) waiting.stream().map(Waiting::studyId).distinct().count();
    }

    /** How an archive may have written a Patient ID: as it is, and with more or fewer leading zeros. */
    static Set<String> spellings(String patientId) {
        Set<String> all = new LinkedHashSet<>(List.of(patientId));
        String stripped = patientId.replaceFirst("^0+(?=.)", "");
        all.add(stripped);
        if (stripped.matches("\\d{3,}")) {
            for (int length = stripped.length() + 1; length <= MAX_PADDED_LENGTH; length++) {
                all.add("0".repeat(length - stripped.length()) + stripped);
            }
        }
        return all;
    }

    private void inQueues(List<Waiting> waiting, int priority) {
        Map<String, Set<String>> studies = waiting.stream().filter(series -> series.state() != SeriesState.FOUND)
                .collect(Collectors.groupingBy(series -> Stage.taking(series.state()).orElseThrow().queue(),
                        Collectors.mapping(Waiting::studyInstanceUid, Collectors.toCollection(LinkedHashSet::new))));
        if (studies.isEmpty()) {
            return;
        }
        try (QueueControl queues = new QueueControl(broker)) {
            studies.forEach((queue, uids) -> {
                List<String> all = List.copyOf(uids);
                for (int from = 0; from < all.size(); from += UIDS_PER_SELECTOR) {
                    queues.changePriority(queue, selector(all.subList(from,
                            Math.min(all.size(), from + UIDS_PER_SELECTOR))), priority);
                }
            });
        }
    }

    /** UIDs are digits and dots; what is not is no message of ours. */
    private static String selector(Collection<String> uids) {
        return SeriesMessage.STUDY_UID + " IN (" + uids.stream().filter(uid -> uid.matches("[0-9.]+"))
                .map(uid -> "'" + uid + "'").collect(Collectors.joining(", ")) + ")";
    }

    private void inLedger(Sql sql, List<Waiting> waiting, int priority, String told) {
        Set<Long> studies = new LinkedHashSet<>();
        for (Waiting series : waiting) {
            SeriesMarks.in(sql).priorityAtLeast(series.seriesId(), priority);
            if (series.state() == SeriesState.FOUND) {
                transitions.advance(series.seriesId(), SeriesState.FOUND, SeriesState.QUEUED,
                        Change.because(REASON, told));
            }
            if (studies.add(series.studyId())) {
                Events.in(sql).note(series.seriesId(), null, "priority", REASON,
                        "the series of the study have priority " + priority + " " + told, null);
            }
        }
    }
}
