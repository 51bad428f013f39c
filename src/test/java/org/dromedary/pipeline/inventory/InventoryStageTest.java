package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.WindowMessage;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

/** What is made of studies about which a source tells little, nothing or too much. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(InventoryRig.WithSource.class)
class InventoryStageTest extends InventoryRig {

    @Inject
    Incidents incidents;

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
                .isEqualTo(Stage.INVENTORY.queue());
        assertThat(failures.after(new WindowMessage(window, 2), new IllegalStateException("odd")).queue())
                .isEqualTo(Queues.DEAD_LETTER);
    }

    @Test
    void windowThatIsGivenUpIsAnIncidentUntilItIsAsked() throws Exception {
        addThree();
        long window = window(FIRST, LAST);
        failures.after(new WindowMessage(window, 1), new IOException("refused"));
        assertThat(incidents.isOpen("WINDOW_FAILED", "inventory")).isTrue();
        ask(new WindowMessage(window, 1), true);
        assertThat(view().windowsByState().getOrDefault(QueryWindow.State.FAILED, 0L)).isZero();
        assertThat(incidents.isOpen("WINDOW_FAILED", "inventory")).isFalse();
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
}
