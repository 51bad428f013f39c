package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.pipeline.stage.Outgoing;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Fault;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.QueryFault;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The inventory over a source on loopback that answers as real ones are reported to. */
abstract class InventoryRig {

    static final int PORT = Peers.freePort();
    static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    static final LocalDate LAST = LocalDate.of(2020, 12, 31);
    static final String[] MODALITIES = {"CT", "MR", "US"};

    @Inject
    InventoryStage stage;

    @Inject
    WindowFailures failures;

    @Inject
    Archives archives;

    @Inject
    Ledger ledger;

    @Inject
    DataSource dataSource;

    @Inject
    CamelContext camel;

    final Faults faults = new Faults();
    final Path folder = ServicesResource.newDataDir();
    final String root = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    final Set<String> sent = new TreeSet<>();
    ArchiveSimulator source;

    public static final class WithSource implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.source.aet", "OLDPACS", "dromedary.source.host", "127.0.0.1",
                    "dromedary.source.port", Integer.toString(PORT), "dromedary.inventory.attempts", "1",
                    "dromedary.inventory.answer-limit", "20", "dromedary.inventory.from", "2019-01-01",
                    "dromedary.association.response-timeout", "2s", "dromedary.association.acse-timeout", "1s");
        }
    }

    @BeforeEach
    void start() throws IOException {
        source = ArchiveSimulator.in(folder).aeTitle("OLDPACS").port(PORT).faults(faults).start();
        sql().update("delete from query_window");
        sql().update("delete from study_exception");
        for (Quirk quirk : Quirk.values()) {
            archives.sourceQuirks().forget(quirk);
        }
        faults.set(new QueryFault.DelayPerAnswer(Duration.ZERO));
    }

    @AfterEach
    void stop() {
        source.close();
        ServicesResource.delete(folder);
    }

    Sql sql() {
        return Sql.over(dataSource);
    }

    String study(int number) {
        return root + "." + number;
    }

    /** A study of two series of two objects. */
    void add(int number, String date, String time) throws IOException {
        for (int series = 1; series <= 2; series++) {
            for (int image = 1; image <= 2; image++) {
                String uid = study(number) + "." + series + "." + image;
                DataSet object = new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, uid)
                        .set(Tag.StudyInstanceUID, study(number))
                        .set(Tag.SeriesInstanceUID, study(number) + "." + series)
                        .set(Tag.PatientID, "P" + number).set(Tag.PatientName, "DOE^" + number)
                        .set(Tag.AccessionNumber, "A" + number).set(Tag.StudyID, "S" + number)
                        .set(Tag.Modality, MODALITIES[number % MODALITIES.length])
                        .setBytes(Tag.PixelData, Vr.OW, new byte[2]);
                object.set(Tag.StudyDate, date == null ? "" : date);
                object.set(Tag.StudyTime, time == null ? "" : time);
                Path file = folder.resolve(uid + ".dcm");
                Part10.write(file, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
                source.add(file);
            }
        }
    }

    void addThree() throws IOException {
        add(1, "20200101", "101010");
        add(2, "20200202", "111111");
        add(3, "20200303", "121212");
    }

    void busyDay(int studies) throws IOException {
        for (int i = 1; i <= studies; i++) {
            add(i, "20200505", String.format("%02d%02d00", 8 + i % 10, i % 60));
        }
    }

    long window(LocalDate from, LocalDate to) {
        return sql().query("insert into query_window (from_date, to_date, state, created_at)"
                + " values (?, ?, 'OPEN', utc_timestamp(3)) returning id", row -> row.getLong(1), from, to).get(0);
    }

    /** Asks the windows, and all that follow from them. */
    void inventory(long... windows) throws Exception {
        Deque<WindowMessage> open = new ArrayDeque<>();
        for (long window : windows) {
            open.add(new WindowMessage(window, 1));
        }
        for (int i = 0; !open.isEmpty() && i < 1000; i++) {
            open.addAll(ask(open.poll(), false));
        }
        assertThat(open).isEmpty();
    }

    List<WindowMessage> ask(WindowMessage message, boolean replay) throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        message.writeTo(exchange.getMessage());
        if (replay) {
            Queues.toDeadLetters(exchange.getMessage(), "inventory", "SUSPECT", "");
        }
        stage.process(exchange);
        List<WindowMessage> next = new ArrayList<>();
        for (Object outgoing : exchange.getMessage().getBody(List.class)) {
            Exchange out = new DefaultExchange(camel);
            ((Outgoing) outgoing).content().writeTo(out.getMessage());
            String queue = ((Outgoing) outgoing).queue();
            if (queue.equals(Stage.INVENTORY.queue())) {
                next.add(WindowMessage.from(out.getMessage()));
            } else if (queue.equals(Stage.RETRIEVE.queue())) {
                sent.add(SeriesMessage.from(out.getMessage()).seriesInstanceUid());
            }
        }
        return next;
    }

    void year() throws Exception {
        inventory(window(FIRST, LAST));
    }

    void everything() throws Exception {
        inventory(window(FIRST, LAST), window(null, null));
    }

    void with(Fault... several) {
        for (Fault fault : several) {
            faults.set(fault);
        }
    }

    Set<String> seriesOf(int... studies) {
        Set<String> series = new TreeSet<>();
        for (int number : studies) {
            series.add(study(number) + ".1");
            series.add(study(number) + ".2");
        }
        return series;
    }

    Set<String> seriesUpTo(int studies) {
        return seriesOf(java.util.stream.IntStream.rangeClosed(1, studies).toArray());
    }

    List<StudyExceptions.Line> exceptions() {
        return view().studyExceptions(100);
    }

    LedgerView view() {
        return ledger.view();
    }

    void assertNoDoubt() {
        assertThat(exceptions()).isEmpty();
        assertThat(view().doubtfulWindows()).isEmpty();
        assertThat(view().windowsByState().get(QueryWindow.State.OPEN)).isZero();
    }

    void assertSuspectFor(String reason, int... studies) {
        assertThat(exceptions()).extracting(StudyExceptions.Line::reasonCode).containsOnly(reason);
        assertThat(exceptions()).hasSize(studies.length);
        assertThat(exceptions()).extracting(StudyExceptions.Line::studyInstanceUid)
                .containsExactlyInAnyOrder(java.util.Arrays.stream(studies).mapToObj(this::study)
                        .toArray(String[]::new));
        assertThat(view().doubtfulWindows()).extracting(LedgerView.DoubtfulWindow::state)
                .containsOnly(QueryWindow.State.SUSPECT);
    }
}
