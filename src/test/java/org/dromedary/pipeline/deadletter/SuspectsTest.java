package org.dromedary.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.time.LocalDateTime;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.Replay;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;
import org.dromedary.testing.ServicesResource;
import org.dromedary.testing.VerifiedSeries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class SuspectsTest {

    @Inject
    ConnectionFactory factory;

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final DeadLetterFilter ofStudy = new DeadLetterFilter(null, null, study, null);

    private Suspects suspects() {
        return new Suspects(Sql.over(dataSource), factory);
    }

    private long verified(int unavailable) {
        return VerifiedSeries.enter(ledger, transitions, study, unavailable);
    }

    private Message take(String queue, String selector) {
        try (JMSContext context = factory.createContext()) {
            return context.createConsumer(context.createQueue(queue), selector).receive(5_000);
        }
    }

    @Test
    void onlySeriesThatLackObjectsAreAskedForAgainAndEachOnce() throws Exception {
        verified(0);
        long incomplete = verified(1);
        assertThat(suspects().askAgain(ofStudy, "tester")).isEqualTo(new Suspects.Asked(1, 0));
        assertThat(suspects().askAgain(ofStudy, "tester")).as("its message waits").isEqualTo(new Suspects.Asked(0, 0));
        assertThat(ledger.series(incomplete).orElseThrow().state).as("the stage's to change")
                .isEqualTo(SeriesState.VERIFIED);
        assertThat(ledger.events(incomplete)).filteredOn(event -> event.kind().equals("operator")).hasSize(1)
                .allMatch(event -> event.worker().equals("tester"));
        Message message = take(Stage.RETRIEVE.queue(), SeriesMessage.SERIES_ID + " = " + incomplete);
        assertThat(message.getStringProperty(Queues.REASON)).isEqualTo(Replay.SUSPECT);
        assertThat(message.getStringProperty(Queues.STAGE)).isEqualTo("retrieve");
        assertThat(message.getStringProperty(SeriesMessage.GROUP)).isEqualTo(study);
        assertThat(suspects().askAgain(new DeadLetterFilter(null, "store", study, null), "tester"))
                .isEqualTo(new Suspects.Asked(0, 0));
    }

    @Test
    void windowsInDoubtAreAskedAgain() throws Exception {
        long id = QuarkusTransaction.requiringNew().call(() -> {
            QueryWindow row = new QueryWindow();
            row.state = QueryWindow.State.SUSPECT;
            row.createdAt = LocalDateTime.now();
            row.persist();
            return row.id;
        });
        assertThat(suspects().askAgain(new DeadLetterFilter(null, "inventory", null, null), "tester").windows())
                .isPositive();
        Message message = take(Stage.INVENTORY.queue(), WindowMessage.WINDOW_ID + " = " + id);
        assertThat(message.getStringProperty(Queues.STAGE)).isEqualTo("inventory");
        QuarkusTransaction.requiringNew().run(() -> QueryWindow.deleteById(id));
    }
}
