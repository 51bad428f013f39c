package org.dromedary.coordination.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.incident.NoticeLedger.Notice;
import org.dromedary.coordination.incident.NoticeLedger.State;
import org.dromedary.coordination.incident.NoticeLedger.What;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class NoticeLedgerTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Inject
    DataSource dataSource;

    private final String kind = "TEST_" + UUID.randomUUID().toString().substring(0, 8);

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private void open() {
        new IncidentLedger(sql()).open(kind, "target", "It does not work.", "", "", LONG);
    }

    private void close() {
        new IncidentLedger(sql()).close(kind, "target", Incident.ITSELF, "it works");
    }

    private List<Notice> unsent(Duration againWithin) {
        NoticeLedger notices = new NoticeLedger(sql());
        notices.note(Channel.MAIL, againWithin);
        long incident = new IncidentLedger(sql()).latest(100).stream().filter(row -> row.kind().equals(kind))
                .findFirst().orElseThrow().id();
        return notices.unsent().stream().filter(notice -> notice.incidentId() == incident).toList();
    }

    private void send(Notice notice) {
        new NoticeLedger(sql()).is(notice.id(), State.QUEUED);
    }

    private Notice sent(What what, Duration againWithin) {
        List<Notice> unsent = unsent(againWithin);
        assertThat(unsent).extracting(Notice::what).containsExactly(what);
        send(unsent.get(0));
        return unsent.get(0);
    }

    @Test
    void openingAndClosingAreEachSentOnce() {
        open();
        sent(What.OPENED, LONG);
        open();
        assertThat(unsent(LONG)).isEmpty();
        close();
        sent(What.CLOSED, LONG);
        assertThat(unsent(LONG)).isEmpty();
    }

    @Test
    void whatComesAndGoesIsToldNowAndThenOnly() {
        open();
        sent(What.OPENED, LONG);
        close();
        sent(What.CLOSED, LONG);
        open();
        assertThat(unsent(LONG)).isEmpty();
        close();
        assertThat(unsent(LONG)).as("it is over, as was told").isEmpty();
        open();
        sent(What.OPENED, Duration.ZERO);
    }

    @Test
    void noticeWithoutMessageOrWithLostMessageIsSentAgainUntilItIsTold() {
        open();
        Notice notice = unsent(LONG).get(0);
        assertThat(unsent(LONG)).as("it was not put on the queue").containsExactly(notice);
        send(notice);
        assertThat(unsent(LONG)).isEmpty();
        sql().update("update incident_notice set state_since = state_since - interval 2 hour where id = ?",
                notice.id());
        assertThat(unsent(LONG)).extracting(Notice::id).containsExactly(notice.id());
        new NoticeLedger(sql()).is(notice.id(), State.TOLD);
        send(notice);
        assertThat(new NoticeLedger(sql()).find(notice.id())).hasValueSatisfying(
                row -> assertThat(row.state()).isEqualTo(State.TOLD));
    }

    @Test
    void incidentThatIsOverBeforeAnybodyCouldBeToldIsToldAsOver() {
        open();
        close();
        sent(What.CLOSED, LONG);
    }
}
