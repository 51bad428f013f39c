package org.dromedary.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
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
import org.dromedary.archive.Archives;
import org.dromedary.archive.Quirk;
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
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Fault;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.stage.Outgoing;
import org.dromedary.stage.Queues;
import org.dromedary.stage.SeriesMessage;
import org.dromedary.stage.StageException;
import org.dromedary.stage.WindowMessage;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stage over a source on loopback that answers as real ones are reported to. */
@QuarkusTest
@QuarkusTestResource(ServicesResource.class)
@TestProfile(InventoryStageTest.WithSource.class)
class InventoryStageTest {

    private static final int PORT = Peers.freePort();
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2020, 12, 31);
    private static final String[] MODALITIES = {"CT", "MR", "US"};

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

    private final Faults faults = new Faults();
    private final Path folder = ServicesResource.newDataDir();
    private final String root = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final Set<String> sent = new TreeSet<>();
    private ArchiveSimulator source;

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

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private String study(int number) {
        return root + "." + number;
    }

    /** A study of two series of two objects. */
    private void add(int number, String date, String time) throws IOException {
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

    private void addThree() throws IOException {
        add(1, "20200101", "101010");
        add(2, "20200202", "111111");
        add(3, "20200303", "121212");
    }

    private void busyDay(int studies) throws IOException {
        for (int i = 1; i <= studies; i++) {
            add(i, "20200505", String.format("%02d%02d00", 8 + i % 10, i % 60));
        }
    }

    private long window(LocalDate from, LocalDate to) {
        return sql().query("insert into query_window (from_date, to_date, state, created_at)"
                + " values (?, ?, 'OPEN', utc_timestamp(3)) returning id", row -> row.getLong(1), from, to).get(0);
    }

    /** Asks the windows, and all that follow from them. */
    private void inventory(long... windows) throws Exception {
        Deque<WindowMessage> open = new ArrayDeque<>();
        for (long window : windows) {
            open.add(new WindowMessage(window, 1));
        }
        for (int i = 0; !open.isEmpty() && i < 1000; i++) {
            open.addAll(ask(open.poll(), false));
        }
        assertThat(open).isEmpty();
    }

    private List<WindowMessage> ask(WindowMessage message, boolean replay) throws Exception {
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
            if (queue.equals(Queues.INVENTORY)) {
                next.add(WindowMessage.from(out.getMessage()));
            } else if (queue.equals(Queues.RETRIEVE)) {
                sent.add(SeriesMessage.from(out.getMessage()).seriesInstanceUid());
            }
        }
        return next;
    }

    private void year() throws Exception {
        inventory(window(FIRST, LAST));
    }

    private void everything() throws Exception {
        inventory(window(FIRST, LAST), window(null, null));
    }

    private void with(Fault... several) {
        for (Fault fault : several) {
            faults.set(fault);
        }
    }

    private Set<String> seriesOf(int... studies) {
        Set<String> series = new TreeSet<>();
        for (int number : studies) {
            series.add(study(number) + ".1");
            series.add(study(number) + ".2");
        }
        return series;
    }

    private Set<String> seriesUpTo(int studies) {
        return seriesOf(java.util.stream.IntStream.rangeClosed(1, studies).toArray());
    }

    private List<StudyExceptions.Line> exceptions() {
        return view().studyExceptions(100);
    }

    private LedgerView view() {
        return ledger.view();
    }

    private void assertNoDoubt() {
        assertThat(exceptions()).isEmpty();
        assertThat(view().doubtfulWindows()).isEmpty();
        assertThat(view().windowsByState().get(QueryWindow.State.OPEN)).isZero();
    }

    private void assertSuspectFor(String reason, int... studies) {
        assertThat(exceptions()).extracting(StudyExceptions.Line::reasonCode).containsOnly(reason);
        assertThat(exceptions()).hasSize(studies.length);
        assertThat(exceptions()).extracting(StudyExceptions.Line::studyInstanceUid)
                .containsExactlyInAnyOrder(java.util.Arrays.stream(studies).mapToObj(this::study)
                        .toArray(String[]::new));
        assertThat(view().doubtfulWindows()).extracting(LedgerView.DoubtfulWindow::state)
                .containsOnly(QueryWindow.State.SUSPECT);
    }

    @Test
    void windowWithWhichTheProcessEndsFiveTimesIsGivenUp() throws Exception {
        addThree();
        long window = window(FIRST, LAST);
        sql().update("insert into redelivery (item, item_id, stage, begun, first_at, last_at)"
                + " values ('window', ?, 'inventory', 5, utc_timestamp(3), utc_timestamp(3))", window);
        Exchange exchange = new DefaultExchange(camel);
        new WindowMessage(window, 1).writeTo(exchange.getMessage());
        exchange.getMessage().setHeader("JMSXDeliveryCount", 7);
        exchange.getExchangeExtension().setFromRouteId("inventory");
        assertThatThrownBy(() -> stage.process(exchange)).isInstanceOfSatisfying(StageException.class,
                e -> assertThat(failures.after(new WindowMessage(window, 1), e).queue()).isEqualTo(Queues.DEAD_LETTER));
        assertThat(view().windowsByState()).containsEntry(QueryWindow.State.FAILED, 1L);
    }

    @Test
    void windowThatFailsUnexpectedlyIsAskedOnceMore() throws Exception {
        long window = window(FIRST, LAST);
        assertThat(failures.after(new WindowMessage(window, 1), new IllegalStateException("odd")).queue())
                .isEqualTo(Queues.INVENTORY);
        assertThat(failures.after(new WindowMessage(window, 2), new IllegalStateException("odd")).queue())
                .isEqualTo(Queues.DEAD_LETTER);
    }

    @Test
    void oneThatCanNotBeQueriedIsAnExceptionAndTheOthersGoOn() throws Exception {
        addThree();
        with(new QueryFault.FailStudy(Set.of(study(2)), 0xC001));
        everything();
        assertThat(sent).isEqualTo(seriesOf(1, 3));
        assertSuspectFor(StudyProblem.QUERY_FAILED, 2);
        assertThat(exceptions().get(0).status()).isEqualTo(0xC001);
        assertThat(exceptions().get(0).comment()).contains("STATUS_C001", "2 series", "4 instances");
    }

    @Test
    void exceptionEndsWhenItsWindowIsAskedAgainAndTheSourceAnswers() throws Exception {
        addThree();
        with(new QueryFault.FailStudy(Set.of(study(2)), 0xC001));
        long window = window(FIRST, LAST);
        inventory(window);
        assertSuspectFor(StudyProblem.QUERY_FAILED, 2);
        faults.remove(QueryFault.FailStudy.class);
        ask(new WindowMessage(window, 1), true);
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void seriesLevelThatIsRefusedIsMadeUpForAtImageLevel() throws Exception {
        addThree();
        with(new QueryFault.RefuseLevel(QueryLevel.SERIES, 0xC000));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void seriesLevelThatAbortsIsMadeUpForAtImageLevel() throws Exception {
        addThree();
        with(new QueryFault.AbortAtLevel(QueryLevel.SERIES));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void seriesLevelThatSaysNothingIsMadeUpForAtImageLevel() throws Exception {
        addThree();
        with(new QueryFault.EmptyAt(QueryLevel.SERIES));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
        assertThat(archives.sourceQuirks().has(Quirk.LEVEL_EMPTY, "SERIES")).isTrue();
    }

    @Test
    void studyOfWhichNoLevelListsAnythingThoughItAnnouncesSeriesIsSuspect() throws Exception {
        addThree();
        with(new QueryFault.EmptyAt(QueryLevel.SERIES), new QueryFault.EmptyAt(QueryLevel.IMAGE));
        year();
        assertThat(sent).isEmpty();
        assertSuspectFor(StudyProblem.NOT_LISTED, 1, 2, 3);
    }

    @Test
    void studyThatAnnouncesNothingAndListsNothingIsNotCalledEmpty() throws Exception {
        addThree();
        with(new QueryFault.EmptyAt(QueryLevel.SERIES), new QueryFault.EmptyAt(QueryLevel.IMAGE),
                new QueryFault.NoCounts());
        year();
        assertSuspectFor(StudyProblem.NOTHING_LISTED, 1, 2, 3);
    }

    @Test
    void studyOfWhichThreeLevelsSayThatNothingIsThereIsAShell() throws Exception {
        add(1, "20200101", "101010");
        with(new QueryFault.EmptyAt(QueryLevel.SERIES), new QueryFault.EmptyAt(QueryLevel.IMAGE),
                new QueryFault.CountsAt(QueryLevel.STUDY, "0"));
        long before = view().inventory(false, 0).shells();
        year();
        assertNoDoubt();
        assertThat(view().inventory(false, 0).shells()).isEqualTo(before + 1);
    }

    @Test
    void seriesWithoutUidAreFoundAtImageLevel() throws Exception {
        addThree();
        with(new QueryFault.OmitUid(QueryLevel.SERIES, Set.of()));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void seriesThatAreLeftOutOfTheListAreFoundAtImageLevel() throws Exception {
        addThree();
        with(new QueryFault.ListShort(QueryLevel.SERIES, 1));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void countsThatAreNoNumbersProveNothing() throws Exception {
        addThree();
        with(new QueryFault.CountsAt(QueryLevel.STUDY, "abc"), new QueryFault.CountsAt(QueryLevel.SERIES, "-1"));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void seriesOfOtherStudiesAreDroppedWhereTheStudyIsNotMatchedOn() throws Exception {
        addThree();
        with(new QueryFault.IgnoreKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertThat(series()).isEqualTo(6);
        assertThat(archives.sourceQuirks().has(Quirk.KEY_IGNORED, "0020000D")).isTrue();
        assertNoDoubt();
    }

    @Test
    void seriesOfOtherStudiesThatDoNotNameThemAreDroppedToo() throws Exception {
        addThree();
        with(new QueryFault.IgnoreKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)),
                new QueryFault.OmitKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertThat(series()).isEqualTo(6);
        assertNoDoubt();
    }

    @Test
    void patientIdGoesAlongFromTheFirstRefusalOn() throws Exception {
        addThree();
        with(new QueryFault.RequirePatientId(Set.of(QueryLevel.SERIES, QueryLevel.IMAGE)));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertThat(archives.sourceQuirks().has(Quirk.PATIENT_ID_NEEDED)).isTrue();
        assertNoDoubt();
    }

    @Test
    void oneWithoutUidThatNoOtherKeyBringsIsAnExceptionOfItsWindow() throws Exception {
        addThree();
        with(new QueryFault.EmptyUid(QueryLevel.STUDY, Set.of(study(2))));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 3));
        assertThat(exceptions()).extracting(StudyExceptions.Line::reasonCode)
                .containsExactly(StudyProblem.WITHOUT_UID);
        assertThat(view().doubtfulWindows()).hasSize(1);
    }

    @Test
    void oneWithoutUidIsFoundByItsOtherKeys() throws Exception {
        addThree();
        faults.next(1, new QueryFault.OmitUid(QueryLevel.STUDY, Set.of(study(2))));
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    @Test
    void moreInstancesAnnouncedThanListedKeepTheMigrationFromBeingComplete() throws Exception {
        add(1, "20200101", "101010");
        with(new QueryFault.CountsAt(QueryLevel.STUDY, Set.of(Tag.NumberOfStudyRelatedInstances), "7"));
        year();
        assertThat(sent).isEqualTo(seriesOf(1));
        assertThat(view().studiesShort(1000)).filteredOn(one -> one.studyInstanceUid().equals(study(1)))
                .singleElement().satisfies(one -> assertThat(one.announced()).isEqualTo(7))
                .satisfies(one -> assertThat(one.accounted()).isEqualTo(4));
        assertThat(new StudyExceptions(sql()).accept(study(1), "rejected objects are counted", "tester")).isTrue();
        assertThat(view().studiesShort(1000)).noneMatch(one -> one.studyInstanceUid().equals(study(1)));
    }

    @Test
    void studiesOutsideTheDatesAreCountedAndLeftAlone() throws Exception {
        addThree();
        add(4, "20180404", "101010");
        add(5, null, null);
        everything();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3, 5));
        assertThat(view().inventory(false, 0).outside()).isEqualTo(1);
        assertNoDoubt();
    }

    @Test
    void duplicateAnswersAreFolded() throws Exception {
        addThree();
        with(new QueryFault.AnswerTwice());
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertNoDoubt();
    }

    private long series() {
        return sql().query("select count(*) from series where series_instance_uid like ?", row -> row.getLong(1),
                root + "%").get(0);
    }

    @Test
    void abortAfterSoManyAnswersIsALimit() throws Exception {
        busyDay(25);
        add(26, "20200606", "101010");
        with(new QueryFault.AbortAfter(10));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(26));
        assertThat(archives.sourceQuirks().number(Quirk.ANSWER_LIMIT)).hasValue(10);
        assertNoDoubt();
    }

    @Test
    void silenceAfterSoManyAnswersIsALimit() throws Exception {
        for (int i = 1; i <= 16; i++) {
            add(i, String.format("2020%02d05", 1 + i % 12), "101010");
        }
        with(new QueryFault.SilentAfter(10));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(16));
        assertNoDoubt();
    }

    @Test
    void cancelIsNotUsedAgainWhereItAborts() throws Exception {
        busyDay(40);
        faults.remove(QueryFault.DelayPerAnswer.class);
        with(new QueryFault.AbortAtCancel());
        year();
        assertThat(sent).isEqualTo(seriesUpTo(40));
        assertThat(archives.sourceQuirks().has(Quirk.CANCEL_BREAKS)).isTrue();
        assertNoDoubt();
    }

    @Test
    void cancelIsNotUsedAgainWhereItSilencesTheSource() throws Exception {
        busyDay(40);
        faults.remove(QueryFault.DelayPerAnswer.class);
        with(new QueryFault.SilentAtCancel());
        year();
        assertThat(sent).isEqualTo(seriesUpTo(40));
        assertThat(archives.sourceQuirks().has(Quirk.CANCEL_BREAKS)).isTrue();
        assertNoDoubt();
    }

    @Test
    void finalResponseWithoutStatusIsToldAsThatAndWhatCameIsKept() throws Exception {
        addThree();
        with(new QueryFault.NoFinalStatus());
        year();
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3));
        assertThat(exceptions()).isEmpty();
        assertThat(view().doubtfulWindows()).singleElement()
                .satisfies(window -> assertThat(window.state()).isEqualTo(QueryWindow.State.SUSPECT))
                .satisfies(window -> assertThat(window.reason()).contains("without Status (0000,0900)"));
    }

    @Test
    void dayWithAsManyStudiesAsTheLimitIsAskedAFewTimesWhereTimeIsIgnored() throws Exception {
        busyDay(20);
        with(new QueryFault.IgnoreKeys(Set.of(Tag.StudyTime)));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(20));
        assertNoDoubt();
        assertThat(faults.fired(QueryFault.DelayPerAnswer.class)).isLessThan(150);
    }

    @Test
    void dayThatWasAnsweredCompletelyNeedsNoSplitWhereTimeIsRefused() throws Exception {
        busyDay(20);
        with(new QueryFault.RefuseKeys(Set.of(Tag.StudyTime)));
        year();
        assertThat(sent).isEqualTo(seriesUpTo(20));
        assertNoDoubt();
    }

    @Test
    void datesThatAreNotMatchedOnLeadToOnePassOverEverything() throws Exception {
        addThree();
        add(4, "20180404", "101010");
        add(5, "20190505", "101010");
        with(new QueryFault.IgnoreKeys(Set.of(Tag.StudyDate)));
        inventory(window(LocalDate.of(2019, 1, 1), LocalDate.of(2019, 12, 31)), window(FIRST, LAST));
        assertThat(sent).isEqualTo(seriesOf(1, 2, 3, 5));
        assertNoDoubt();
    }

    @Test
    void undatedStudiesBeyondACapAreFound() throws Exception {
        for (int i = 1; i <= 30; i++) {
            add(i, i % 10 == 0 ? null : String.format("2020%02d%02d", 1 + i % 12, i), String.format("%02d1010", i % 24));
        }
        with(new QueryFault.CapWithCancel(10));
        everything();
        assertThat(sent).isEqualTo(seriesUpTo(30));
    }
}
