package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OrderPriorityTest {

    private static final DateTimeFormatter HL7 =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'").withZone(ZoneOffset.UTC);

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    CoercionSettings coercion;

    @Inject
    ConnectionFactory broker;

    private final String number = Long.toString(1_000_000_000L + (UUID.randomUUID().getMostSignificantBits() >>> 34));

    @BeforeEach
    @AfterEach
    void empty() {
        try (QueueControl queues = new QueueControl(broker)) {
            queues.removeAll(Stage.RETRIEVE.queue());
        }
    }

    /** A study with one series, QUEUED with its message in the queue or only FOUND. */
    private Series study(String patientId, boolean queued) {
        String uid = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
        long id = ledger.upsertStudy(new StudyFound(patientId, null, "", null, "", uid, null, "", "", "", "", null, 1,
                3));
        ledger.upsertSeries(id, List.of(new SeriesFound(uid + ".1", "CT", "", "", "", 3)));
        Series series = ledger.seriesOfStudy(id).get(0);
        if (queued) {
            transitions.advance(series.id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
            try (JMSContext context = broker.createContext()) {
                JMSProducer producer = context.createProducer().setPriority(4);
                new SeriesMessage(series.id, uid, uid + ".1", 1, 0, 0, 4).headers().forEach((name, value) -> {
                    if (!name.equals(SeriesMessage.PRIORITY)) {
                        producer.setProperty(name, value);
                    }
                });
                producer.send(context.createQueue(Stage.RETRIEVE.queue()), "1");
            }
        }
        return series;
    }

    private Series now(Series series) {
        return ledger.series(series.id).orElseThrow();
    }

    private long events(Series series) {
        return ledger.events(series.id).stream().filter(event -> event.kind().equals("priority")).count();
    }

    private void order(Map<String, String> given, long messageId, Instant time, String priority) throws Exception {
        RisSettings settings = Settings.load(given).map(RisSettings.class);
        new RisFeed(dataSource, settings, coercion, new OrderPriority(dataSource, broker, transitions, settings))
                .take(messageId, Hl7Message.parse("MSH|^~\\&|RIS|HOSP|DROMEDARY|HOSP|" + HL7.format(time)
                        + "||ORM^O01|1|P|2.3.1\rPID|1||" + number + "^^^HOSP^MR||Berg^Anna\rORC|NW|P" + number + "|\r"
                        + "OBR|1|P" + number + "||THX^Thorax|||||||||||||||||||||||^^^^^" + priority), new Outcome());
    }

    @Test
    void studiesOfAPatientWhoIsComingGoFirst() throws Exception {
        Series other = study("X" + number, true);
        Series mine = study(number, true);
        await().until(() -> waiting().size() == 2);
        order(Map.of(), 11, Instant.now(), "R");
        assertThat(now(mine).priority).isEqualTo(7);
        assertThat(now(other).priority).isEqualTo(4);
        assertThat(events(mine)).isEqualTo(1);
        await().until(() -> waiting().equals(List.of("7 " + mine.id, "4 " + other.id)));
    }

    /** Priority and series of what waits, in the order in which the broker would give it. */
    private List<String> waiting() throws JMSException {
        List<String> waiting = new ArrayList<>();
        try (JMSContext context = broker.createContext();
                QueueBrowser browser = context.createBrowser(context.createQueue(Stage.RETRIEVE.queue()))) {
            Enumeration<?> messages = browser.getEnumeration();
            for (Object message : Collections.list(messages)) {
                waiting.add(((Message) message).getJMSPriority() + " "
                        + ((Message) message).getLongProperty(SeriesMessage.SERIES_ID));
            }
        }
        return waiting;
    }

    @Test
    void urgentOrderIsStatAndNoneLowersOrRepeatsIt() throws Exception {
        Series mine = study(number, true);
        order(Map.of(), 11, Instant.now(), "S");
        assertThat(now(mine).priority).isEqualTo(9);
        order(Map.of(), 12, Instant.now(), "R");
        order(Map.of(), 13, Instant.now(), "S");
        assertThat(now(mine).priority).isEqualTo(9);
        assertThat(events(mine)).isEqualTo(1);
    }

    @Test
    void orderOfLongAgoRaisesNothing() throws Exception {
        Series mine = study(number, true);
        order(Map.of(), 11, Instant.now().minusSeconds(8 * 24 * 3600), "S");
        assertThat(now(mine).priority).isEqualTo(4);
    }

    @Test
    void archiveThatLostLeadingZerosIsMeantToo() throws Exception {
        Series mine = study("0" + number, true);
        order(Map.of(), 11, Instant.now(), "R");
        assertThat(now(mine).priority).isEqualTo(7);
        assertThat(OrderPriority.spellings("00123")).contains("00123", "123", "0123", "000000000123");
        assertThat(OrderPriority.spellings("0A")).containsExactly("0A", "A");
    }

    @Test
    void studyThatIsOnlyFoundStaysUnlessItIsToBePrefetched() throws Exception {
        Series mine = study(number, false);
        order(Map.of(), 11, Instant.now(), "R");
        assertThat(now(mine).state).isEqualTo(SeriesState.FOUND);
        Map<String, String> prefetch = Map.of("dromedary.ris.prefetch", "true");
        order(prefetch, 12, Instant.now(), "R");
        assertThat(now(mine).state).isEqualTo(SeriesState.QUEUED);
        assertThat(now(mine).priority).isEqualTo(7);
        try (QueueControl queues = new QueueControl(broker)) {
            assertThat(queues.messages(Stage.RETRIEVE.queue())).isEqualTo(1);
            // The same message again, as after a crash: the series is sent again, and worked once.
            order(prefetch, 12, Instant.now(), "R");
            assertThat(queues.messages(Stage.RETRIEVE.queue())).isEqualTo(2);
            order(prefetch, 13, Instant.now(), "R");
            assertThat(queues.messages(Stage.RETRIEVE.queue())).isEqualTo(2);
        }
    }
}
