package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.dromedary.hospital.hl7.Hl7Ledger.State;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.MllpClient;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The routes of the HL7 intake with a real broker and database, and senders that do it right or wrong. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Hl7IntakeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> ROUTES = List.of("hl7-mllp", "hl7-files", "hl7-watch", "hl7", "hl7-queue");

    @Inject
    CamelContext camel;

    @Inject
    DataSource dataSource;

    @Inject
    RecordingListener listener;

    private String sender;
    private final int port = Peers.freePort();
    private final Path folder = ServicesResource.newDataDir();

    @BeforeEach
    void otherSenderInEachTest() {
        sender = "TEST" + UUID.randomUUID().toString().substring(0, 8);
        listener.taken.clear();
    }

    @BeforeAll
    void startRoutes() throws Exception {
        System.setProperty("dromedary.hl7.mllp-port", Integer.toString(port));
        System.setProperty("dromedary.hl7.folder", folder.toString());
        System.setProperty("dromedary.hl7.file-age", "100ms");
        camel.getPropertiesComponent().addOverrideProperty("hl7.mllp", "true");
        camel.getPropertiesComponent().addOverrideProperty("hl7.folder", "true");
        for (String file : List.of("15-hl7", "16-hl7-intake")) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(
                    ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
        }
    }

    @AfterAll
    void stopRoutes() throws Exception {
        for (String route : ROUTES) {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        }
        ModelCamelContext model = (ModelCamelContext) camel;
        model.removeRouteConfiguration(model.getRouteConfigurationDefinition("hl7-not-kept"));
        List.of("mllp-port", "folder", "file-age").forEach(name -> System.clearProperty("dromedary.hl7." + name));
        ServicesResource.delete(folder);
    }

    private String message(String controlId, String trigger, String... segments) {
        return "MSH|^~\\&|" + sender + "|HOSP|DROMEDARY|HOSP2|20240301101500||ZZT^" + trigger + "|" + controlId
                + "|P|2.5.1\rEVN|" + trigger + "\r" + String.join("\r", segments) + "\r";
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private List<String> rows(String column) {
        return sql().query("select " + column + " from hl7_message where sender = ? order by id",
                row -> row.getString(1), sender + "|HOSP");
    }

    private void awaitStates(State... states) {
        List<String> expected = Stream.of(states).map(State::name).toList();
        await().atMost(LONG).untilAsserted(() -> assertThat(rows("state")).isEqualTo(expected));
    }

    @Test
    void messageIsARowBeforeItIsAcknowledgedAndTakenInAfterwards() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            String ack = client.ask(message("1", "A08", "PID|1||4711"));
            assertThat(rows("control_id")).containsExactly("1");
            assertThat(ack).startsWith("MSH|^~\\&|DROMEDARY|HOSP2|" + sender + "|HOSP|").contains("||ACK^A08^ACK|")
                    .endsWith("|P|2.5.1||||||\rMSA|AA|1\r");
        }
        awaitStates(State.DONE);
        assertThat(listener.taken).containsExactly("1");
        assertThat(rows("type")).containsExactly("ZZT^A08");
    }

    @Test
    void duplicateIsAcknowledgedAgainAndTakenInOnce() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(message("1", "A08"))).contains("MSA|AA|1");
            awaitStates(State.DONE);
            assertThat(client.ask(message("1", "A08"))).contains("MSA|AA|1");
            assertThat(client.ask(message("2", "A08"))).contains("MSA|AA|2");
        }
        awaitStates(State.DONE, State.DONE);
        assertThat(listener.taken).containsExactly("1", "2");
    }

    @Test
    void controlIdUsedAgainForSomethingElseIsAnotherMessageAndNoted() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            client.ask(message("1", "A08", "PID|1||4711"));
            client.ask(message("1", "A08", "PID|1||4712"));
        }
        awaitStates(State.DONE, State.DONE);
        assertThat(rows("note")).containsExactly(null, "its control id was used before for something else");
    }

    @Test
    void messagesAreTakenInInTheirOrderWhileTheLedgerComesAndGoes() throws Exception {
        listener.ledgerAway.set(4);
        List<String> sent = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
        try (MllpClient client = new MllpClient(port)) {
            for (String id : sent) {
                assertThat(client.ask(message(id, "A08"))).contains("MSA|AA|" + id);
            }
        }
        await().atMost(LONG).until(() -> rows("state").stream().allMatch("DONE"::equals));
        assertThat(listener.taken.stream().distinct()).containsExactlyElementsOf(sent);
    }

    @Test
    void rowWithoutAMessageIsFoundAndTakenIn() {
        Arrival arrival = Arrival.of(message("1", "A08").getBytes(StandardCharsets.UTF_8),
                new Hl7Charsets(StandardCharsets.ISO_8859_1, false));
        assertThat(new Hl7Ledger(sql()).keep(List.of(arrival, arrival))).hasSize(2)
                .allSatisfy(kept -> assertThat(kept.state()).isEqualTo(State.NEW));
        awaitStates(State.DONE);
        assertThat(listener.taken).containsExactly("1");
    }

    @Test
    void senderGetsNoAnswerWhileTheLedgerDoesNotTakeItsMessage() throws Exception {
        sql().update("rename table hl7_message to hl7_away");
        try (MllpClient client = new MllpClient(port)) {
            assertThatThrownBy(() -> client.ask(message("1", "A08"))).isInstanceOf(IOException.class);
        } finally {
            sql().update("rename table hl7_away to hl7_message");
        }
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(message("1", "A08"))).contains("MSA|AA|1");
        }
        awaitStates(State.DONE);
    }

    @Test
    void acknowledgementDoesNotWaitForASlowListener() throws Exception {
        listener.slow = new CountDownLatch(1);
        try (MllpClient client = new MllpClient(port)) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.ask(message("" + i, "SLOW"))).contains("MSA|AA|" + i);
            }
            assertThat(rows("state")).containsOnly("NEW");
        } finally {
            listener.slow.countDown();
        }
        await().atMost(LONG).until(() -> listener.taken.size() == 20);
    }

    @Test
    void bodiesOfOldMessagesGoAndTheirRowsStay() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            client.ask(message("1", "A08"));
            awaitStates(State.DONE);
            sql().update("update hl7_message set state_since = state_since - interval 91 day where sender = ?",
                    sender + "|HOSP");
            new Hl7Ledger(sql()).purge(90, 500);
            assertThat(rows("length(body)")).containsExactly("0");
            assertThat(client.ask(message("1", "A08"))).contains("MSA|AA|1");
        }
        awaitStates(State.DONE);
        assertThat(listener.taken).containsExactly("1");
    }

    @Test
    void whatListenersRefuseIsFailedWithItsReasonAndRetriedWhenMended() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(message("1", "BAD"))).contains("MSA|AA|1");
            assertThat(client.ask(message("2", "BUG"))).contains("MSA|AA|2");
            assertThat(client.ask(message("3", "A08"))).contains("MSA|AA|3");
        }
        awaitStates(State.FAILED, State.FAILED, State.DONE);
        assertThat(rows("reason")).containsExactly("it lacks what is needed",
                "internal error: IllegalStateException; the log has the stack", null);
        long first = Long.parseLong(rows("id").get(0));
        sql().update("update hl7_message set body = replace(body, 'ZZT^BAD', 'ZZT^A08') where id = ?", first);
        assertThat(new Hl7Ledger(sql()).retry(first, "kim")).isTrue();
        // No message is sent: the watch notices.
        awaitStates(State.DONE, State.FAILED, State.DONE);
        assertThat(listener.taken).containsExactly("3", "1");
    }

    @Test
    void whatAPersonMustDecideIsHeldAndEachRowSaysWhatItDid() throws Exception {
        long before = failures();
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(message("1", "HOLD"))).contains("MSA|AA|1");
            assertThat(client.ask(message("2", "A08"))).contains("MSA|AA|2");
        }
        awaitStates(State.HELD, State.DONE);
        assertThat(rows("reason")).containsExactly("a person must decide", null);
        assertThat(rows("did")).containsExactly("nothing", "one thing");
        assertThat(failures()).isEqualTo(before + 1);
        long held = Long.parseLong(rows("id").get(0));
        assertThat(new Hl7Ledger(sql()).discard(held, "decided", "kim")).isTrue();
        awaitStates(State.IGNORED, State.DONE);
    }

    @Test
    void queryIsAnsweredThatNobodyAnswersIt() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(message("1", "A19").replace("ZZT^A19", "QRY^A19"))).contains("MSA|AR|1|")
                    .contains("\rERR|||200^Unsupported message type^HL70357|E|");
            assertThat(client.ask(message("2", "Q22").replace("ZZT^Q22", "QBP^Q22").replace("2.5.1", "2.4")))
                    .contains("MSA|AR|2|").contains("200^Unsupported message type^HL70357");
        }
        assertThat(rows("state")).containsExactly("IGNORED", "IGNORED");
    }

    @Test
    void whatNobodyWantsIsAcknowledgedAndIgnored() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(message("1", "A08").replace("ZZT^A08", "ZZU^A08"))).contains("MSA|AA|1");
        }
        awaitStates(State.IGNORED);
    }

    @Test
    void whatCanNotBeReadIsRefusedAndKept() throws Exception {
        long before = failures();
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask("this is " + sender))
                    .contains("MSA|AR||the message does not begin with an MSH segment");
            assertThat(client.ask(message("1", "A08", "x"))).contains("MSA|AE|1|segment 3 has no name")
                    .contains("\rERR|||100^Segment sequence error^HL70357|E||||segment 3 has no name");
        }
        assertThat(rows("state")).containsExactly("FAILED");
        assertThat(failures()).isEqualTo(before + 2);
    }

    @Test
    void messageThatHoldsTooMuchIsRefusedAndKeptAndTheNextOneGoesOn() throws Exception {
        String large = message("1", "A08", "PID|1||" + "~".repeat(1_000_000));
        try (MllpClient client = new MllpClient(port)) {
            assertThat(client.ask(large)).contains("MSA|AE|1|segment 3 has more than 10000 repetitions in field 3");
            assertThat(client.ask(message("2", "A08", "PID|1||4711"))).contains("MSA|AA|2");
        }
        awaitStates(State.FAILED, State.DONE);
        assertThat(rows("length(body)")).first().isEqualTo(Integer.toString(large.length()));
    }

    private long failures() {
        return new Hl7Ledger(sql()).counts().failed();
    }

    @Test
    void twoMessagesInOnePacketAreBothAnsweredInTheirOrder() throws Exception {
        byte[] first = MllpClient.block(message("1", "A08").getBytes(StandardCharsets.UTF_8));
        byte[] second = MllpClient.block(message("2", "A08").getBytes(StandardCharsets.UTF_8));
        byte[] packet = new byte[first.length + second.length];
        System.arraycopy(first, 0, packet, 0, first.length);
        System.arraycopy(second, 0, packet, first.length, second.length);
        try (MllpClient client = new MllpClient(port)) {
            client.raw(packet);
            assertThat(client.answer()).contains("MSA|AA|1");
            assertThat(client.answer()).contains("MSA|AA|2");
        }
        awaitStates(State.DONE, State.DONE);
    }

    @Test
    void senderThatDiesInMidMessageLeavesNothingAndDisturbsNobody() throws Exception {
        byte[] block = MllpClient.block(message("1", "A08").getBytes(StandardCharsets.UTF_8));
        try (MllpClient other = new MllpClient(port)) {
            try (MllpClient dying = new MllpClient(port)) {
                dying.raw(Arrays.copyOf(block, block.length / 2));
            }
            assertThat(other.ask(message("2", "A08"))).contains("MSA|AA|2");
        }
        awaitStates(State.DONE);
        assertThat(rows("control_id")).containsExactly("2");
    }

    @Test
    void restOfAMessageMayComeLater() throws Exception {
        byte[] block = MllpClient.block(message("1", "A08").getBytes(StandardCharsets.UTF_8));
        try (MllpClient slow = new MllpClient(port); MllpClient other = new MllpClient(port)) {
            slow.raw(Arrays.copyOf(block, block.length - 2));
            assertThat(other.ask(message("2", "A08"))).contains("MSA|AA|2");
            slow.raw(new byte[] {0x1C});
            assertThat(other.ask(message("3", "A08"))).contains("MSA|AA|3");
            slow.raw(new byte[] {'\r'});
            assertThat(slow.answer()).contains("MSA|AA|1");
        }
        awaitStates(State.DONE, State.DONE, State.DONE);
    }

    @Test
    void garbageBetweenMessagesIsSkipped() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            client.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(client.ask(message("1", "A08"))).contains("MSA|AA|1");
            client.raw(new byte[] {0, '\n', 0x1C, '\r'});
            assertThat(client.ask(message("2", "A08"))).contains("MSA|AA|2");
        }
        awaitStates(State.DONE, State.DONE);
    }

    @Test
    void endlessMessageEndsItsConnectionOnly() throws Exception {
        try (MllpClient endless = new MllpClient(port); MllpClient other = new MllpClient(port)) {
            byte[] chunk = new byte[1 << 20];
            assertThatThrownBy(() -> {
                endless.raw(new byte[] {0x0B});
                for (int i = 0; i < 100; i++) {
                    endless.raw(chunk);
                }
                endless.answer();
            }).isInstanceOf(IOException.class);
            assertThat(other.ask(message("1", "A08"))).contains("MSA|AA|1");
        }
        awaitStates(State.DONE);
    }

    @Test
    void manyConnectionsAreServedAtOnce() throws Exception {
        List<MllpClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(new MllpClient(port));
        }
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).raw(MllpClient.block(message("" + i, "A08").getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).answer()).contains("MSA|AA|" + i + "\r");
            clients.get(i).close();
        }
        await().atMost(LONG).until(() -> listener.taken.size() == clients.size());
    }

    @Test
    void batchInOneBlockIsAnsweredMessageByMessage() throws Exception {
        try (MllpClient client = new MllpClient(port)) {
            String answer = client.ask("BHS|^~\\&|RIS\r" + message("1", "A08") + message("2", "A08") + "BTS|2\r");
            assertThat(answer).contains("MSA|AA|1\r", "MSA|AA|2\r");
        }
        awaitStates(State.DONE, State.DONE);
    }

    @Test
    void fileOfManyMessagesIsKeptOnceEvenIfItIsReadAgain() throws Exception {
        StringBuilder batch = new StringBuilder("FHS|^~\\&|RIS\rBHS|^~\\&|RIS\r");
        IntStream.range(0, 250).forEach(i -> batch.append(message("" + i, "A08")));
        // As a crash after 130 messages leaves it: those are in the ledger, the file is not moved.
        try (MllpClient client = new MllpClient(port)) {
            for (int i = 0; i < 130; i++) {
                client.ask(message("" + i, "A08"));
            }
        }
        put("batch.hl7", batch + "BTS|250\rFTS|1\r");
        await().atMost(LONG).until(() -> !Files.exists(folder.resolve("batch.hl7")));
        await().atMost(LONG).until(() -> rows("state").stream().allMatch("DONE"::equals));
        assertThat(listener.taken).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void fileWithoutAMessageGoesToFailedAndWhatItHadIsListed() throws Exception {
        long before = failures();
        put("notes.txt", "no message");
        await().atMost(LONG).until(() -> names(".failed").size() == 1);
        assertThat(failures()).isEqualTo(before + 1);
    }

    private void put(String name, String content) throws IOException {
        Path hidden = Files.writeString(folder.resolve("." + name), content);
        Files.move(hidden, folder.resolve(name));
    }

    private List<Path> names(String place) throws IOException {
        Path there = folder.resolve(place);
        if (!Files.isDirectory(there)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(there)) {
            return files.toList();
        }
    }
}
