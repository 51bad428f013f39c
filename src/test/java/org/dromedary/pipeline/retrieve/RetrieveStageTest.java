package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(RetrieveRig.Profile.class)
class RetrieveStageTest extends RetrieveRig {

    private static final int LAST = 2;

    @Inject
    CamelContext camel;

    @Inject
    LateObjects late;

    @Test
    void seriesWhoseClaimsAreMetIsKeptWithoutDoubt() throws Exception {
        long id = found(OBJECTS)[0];
        Outcome outcome = fetch(id, 1, 1);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
        assertThat(doubt(id)).isNull();
        assertThat(row(id).expectedInstances).isEqualTo(OBJECTS);
    }

    @Test
    void failedSubOperationIsHeardThoughTheImageLevelIsEmpty() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new QueryFault.EmptyAt(QueryLevel.IMAGE)).set(new RetrieveFault.FailSomeObjects(
                Set.of(object(1, 2)), 0xB000, false));
        assertThat(failure(id, 1, 1).kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).hasSize(OBJECTS - 1);
        assertThat(outcome.exceptions()).singleElement().satisfies(reason -> {
            assertThat(reason.reasonCode()).isEqualTo("CLAIM_UNMET");
            assertThat(reason.status()).isEqualTo(0xB000);
        });
        assertThat(row(id).expectedInstances).isEqualTo(OBJECTS);
        assertThat(row(id).unavailableCount).isOne();
        assertThat(doubt(id)).isNotNull();
    }

    @Test
    void objectsThatAreSentByGetOnlyComeInTheLastAttempt() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.OnlyByGet(Set.of(object(1, 2))));
        assertThat(failure(id, 1, 1).kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
    }

    @Test
    void objectsThatNothingNamesComeByGetAsWell() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new QueryFault.EmptyAt(QueryLevel.IMAGE)).set(new RetrieveFault.OnlyByGet(Set.of(object(1, 1))));
        assertThat(objects(fetch(id, 1, LAST))).isEqualTo(all(1));
    }

    @Test
    void secondMessageOfASeriesGoesOnWithTheAttemptOfTheFirst() throws Exception {
        long id = found(OBJECTS)[0];
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRY_WAIT,
                Change.because("OTHER_UIDS", "").attempt(LAST));
        faults.set(new RetrieveFault.AllAfterFinal(Duration.ofSeconds(2)));
        Exchange second = new DefaultExchange(camel);
        new SeriesMessage(id, study, series(1), 1, 0, 0, 4).writeTo(second.getMessage());
        second.getExchangeExtension().setFromRouteId("retrieve");
        assertThatThrownBy(() -> stage.process(second)).isInstanceOf(StageException.class);
        assertThat(SeriesMessage.from(second.getMessage()).attempt()).isEqualTo(LAST);
        while (row(id).state == SeriesState.RETRY_WAIT) {
            try {
                stage.process(second);
            } catch (StageException settling) {
                assertThat(settling.failure().kind()).isEqualTo(Failure.Kind.SETTLING);
            }
        }
        assertThat(row(id).state).isEqualTo(SeriesState.RETRIEVED);
        assertThat(faults.fired(RetrieveFault.AllAfterFinal.class)).isOne();
    }

    @Test
    void failureStatusIsNoSuccessThoughEveryListedObjectCame() throws Exception {
        long id = found(null)[0];
        faults.set(new RetrieveFault.EndWith(0xA702, null)).set(new RetrieveFault.CountsLie(-1, -1, -1, -1));
        assertThat(failure(id, 1, 1).reason()).isEqualTo("STATUS_A702");
        fetch(id, 1, LAST);
        assertThat(doubt(id)).contains("A702");
    }

    @Test
    void lateObjectsAreWaitedForWithoutAConsumerIfTheyWereClaimed() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new QueryFault.EmptyAt(QueryLevel.IMAGE))
                .set(new RetrieveFault.AllAfterFinal(Duration.ofMillis(1500)));
        Outcome outcome = fetch(id, 1, 1);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(paused).isPositive();
        assertThat(doubt(id)).isNull();
        assertThat(faults.fired(RetrieveFault.AllAfterFinal.class)).isOne();
    }

    @Test
    void objectsOfAFailedAttemptAreKeptForTheNext() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.FailSomeObjects(Set.of(object(1, 1)), 0xB000, true));
        assertThat(failure(id, 1, 1).kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
        faults.clear();
        faults.set(new RetrieveFault.FailSomeObjects(Set.of(object(1, 2), object(1, 3)), 0xB000, true));
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
    }

    @Test
    void objectsThatComeBetweenTwoAttemptsAreTaken() throws Exception {
        long id = found(OBJECTS)[0];
        archives.sourceQuirks().learn(Quirk.MOVE_ORIGINATOR, "test");
        faults.set(new RetrieveFault.AllAfterFinal(Duration.ofSeconds(6)));
        assertThat(failure(id, 1, 1).reason()).isEqualTo("OBJECTS_MISSING");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> files(1) == OBJECTS);
        faults.clear();
        faults.set(new RetrieveFault.LoseSilently(OBJECTS));
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertDurable(outcome, 1);
        assertThat(doubt(id)).isNull();
        assertThat(files(1)).isEqualTo(OBJECTS);
    }

    @Test
    void objectsThatComeAfterTheLastAttemptAreTakenAndTheSeriesIsDue() throws Exception {
        long[] ids = found(OBJECTS);
        faults.set(new RetrieveFault.FailSomeObjects(Set.of(object(1, 2), object(1, 3)), 0xB000, true));
        Outcome part = fetch(ids[0], 1, LAST);
        assertThat(objects(part)).containsExactly(object(1, 1));
        assertThat(late.due()).isEmpty();
        // What it has is not taken twice, and what it lacks is.
        assertThat(send(1, 1)).isNotZero();
        assertThat(late.due()).isEmpty();
        assertThat(send(1, 3)).isZero();
        Awaitility.await().until(() -> late.due().contains(ids[0]));
        faults.clear();
        faults.set(new RetrieveFault.FailSomeObjects(Set.of(object(1, 3)), 0xB000, true));
        transitions.advance(ids[0], SeriesState.RETRIEVED, SeriesState.QUEUED, Change.none());
        Outcome whole = fetch(ids[0], 1, 1);
        assertThat(objects(whole)).isEqualTo(all(1));
        assertDurable(whole, 1);
        assertThat(late.due()).isEmpty();
    }

    @Test
    void objectThatChangedBetweenTwoAttemptsIsTheOneOfTheLast() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.FailSomeObjects(Set.of(object(1, 1)), 0xB000, true));
        assertThat(failure(id, 1, 1).kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
        faults.clear();
        replace(1, 2);
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
        assertThat(Part10.read(spool.seriesFolder(study, series(1)).resolve(Spool.fileName(object(1, 2))))
                .getString(Tag.ImageComments)).isEqualTo("changed");
        assertThat(files(1)).isEqualTo(OBJECTS);
    }

    @Test
    void refusedImageLevelLeavesTheCountsToDecide() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900));
        assertThat(objects(fetch(id, 1, 1))).isEqualTo(all(1));
        assertThat(doubt(id)).isNull();
    }

    @Test
    void objectsThatNobodyCountsGoOnWithADoubt() throws Exception {
        long id = found(null)[0];
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xC000)).set(new QueryFault.NoCounts())
                .set(new RetrieveFault.CountsLie(-1, -1, -1, -1));
        assertThat(objects(fetch(id, 1, 1))).isEqualTo(all(1));
        assertThat(doubt(id)).contains("nobody says how many");
    }

    @Test
    void staleCountIsAnExceptionWithoutAnotherRetrieve() throws Exception {
        long id = found(OBJECTS + 2)[0];
        Outcome outcome = fetch(id, 1, 1);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(reasons(outcome)).containsExactly("CLAIM_UNMET");
        assertThat(row(id).expectedInstances).isEqualTo(OBJECTS + 2);
        assertThat(row(id).unavailableCount).isEqualTo(2);
        assertThat(doubt(id)).contains("2 objects more were claimed");
    }

    @Test
    void seriesIsEmptyOnlyIfEveryLevelSaysSo() throws Exception {
        long[] ids = found(0);
        faults.set(new QueryFault.EmptyAt(QueryLevel.IMAGE)).set(new QueryFault.CountsAt(QueryLevel.SERIES, "0"))
                .set(new RetrieveFault.LeaveOut(all(1))).set(new RetrieveFault.CountsLie(-1, 0, 0, 0));
        assertThat(failure(ids[0], 1, 1).reason()).isEqualTo("EMPTY_SERIES");
    }

    @Test
    void seriesOfWhichNothingComesIsNotEmptyWithoutAProof() throws Exception {
        long id = found(null)[0];
        faults.set(new QueryFault.EmptyAt(QueryLevel.IMAGE)).set(new QueryFault.NoCounts())
                .set(new RetrieveFault.LeaveOut(all(1))).set(new RetrieveFault.CountsLie(-1, 0, 0, 0));
        Failure failure = failure(id, 1, LAST);
        assertThat(failure.reason()).isEqualTo("EMPTY_UNPROVEN");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
    }

    @Test
    void patientIdIsSentOnceTheSourceRefusesWithoutIt() throws Exception {
        long[] ids = found(OBJECTS);
        faults.set(new RetrieveFault.RequirePatientId());
        assertThat(objects(fetch(ids[0], 1, 1))).isEqualTo(all(1));
        assertThat(archives.sourceQuirks().has(Quirk.PATIENT_ID_NEEDED)).isTrue();
        int refused = faults.fired(RetrieveFault.RequirePatientId.class);
        assertThat(objects(fetch(ids[1], 2, 1))).isEqualTo(all(2));
        assertThat(faults.fired(RetrieveFault.RequirePatientId.class)).isEqualTo(refused);
    }

    @Test
    void objectsThatTheSourceDoesNotListAreKeptAsideAndNeverRaiseWhatIsExpected() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.SendInvented(2));
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(reasons(outcome)).contains("UNLISTED", "UNLISTED");
        assertThat(doubt(id)).contains("does not list");
        try (Stream<Path> aside = Files.list(spool.asideFolder(study, series(1)))) {
            assertThat(aside).hasSize(2);
        }
    }

    @Test
    void nothingIsKeptOfAnotherThatSendsIntoTheRetrieve() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.AnotherSends("INTRUDER", 2));
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(faults.fired(RetrieveFault.AnotherSends.class)).isOne();
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
        assertThat(files(1)).isEqualTo(OBJECTS);
        assertThat(spool.asideFolder(study, series(1))).doesNotExist();
    }

    @Test
    void anotherThatSendsOtherBytesUnderTheSameUidsIsOutdoneByTheSource() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.AnotherSendsSameUids("INTRUDER"));
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(faults.fired(RetrieveFault.AnotherSendsSameUids.class)).isOne();
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
        assertThat(files(1)).isEqualTo(OBJECTS);
        for (SeriesManifest.Entry entry : outcome.manifest().entries()) {
            assertThat(Part10.read(spool.seriesFolder(study, series(1)).resolve(entry.fileName()))
                    .getString(Tag.ImageComments)).isNull();
        }
    }

    @Test
    void objectsUnderNewUidsAtEachRetrieveAreNotAskedForAgainAndAgain() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.NewInstanceUids());
        assertThat(failure(id, 1, LAST).reason()).isEqualTo("OTHER_UIDS");
        assertThat(faults.fired(RetrieveFault.NewInstanceUids.class)).isEqualTo(2);
    }

    @Test
    void copiesWithOtherBytesAreFetchedAloneAndTheTrueOneIsKept() throws Exception {
        long id = found(OBJECTS)[0];
        faults.next(1, new RetrieveFault.SendConflicting());
        Outcome outcome = fetch(id, 1, 1);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
    }

    @Test
    void retrieveThatBreaksOffDoesNotSettleWhichCopyIsTrue() throws Exception {
        long id = found(OBJECTS)[0];
        faults.next(1, new RetrieveFault.SendConflicting())
                .after(1, 1, new RetrieveFault.AnswerLate(Duration.ofSeconds(6)));
        assertThat(failure(id, 1, 1).reason()).isEqualTo("CONFLICTING_COPIES");
        assertThat(faults.fired(RetrieveFault.AnswerLate.class)).isOne();
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).isEqualTo(all(1));
        assertThat(outcome.exceptions()).isEmpty();
        assertDurable(outcome, 1);
    }

    @Test
    void copiesThatStayDifferentAreQuarantined() throws Exception {
        long id = found(OBJECTS)[0];
        faults.set(new RetrieveFault.SendConflicting());
        assertThat(failure(id, 1, 1).reason()).isEqualTo("CONFLICTING_COPIES");
        Outcome outcome = fetch(id, 1, LAST);
        assertThat(objects(outcome)).hasSize(OBJECTS - 1);
        assertThat(reasons(outcome)).containsExactly("CONFLICTING_COPIES");
        assertThat(row(id).quarantinedCount).isOne();
        assertThat(row(id).expectedInstances).isEqualTo(OBJECTS);
    }

    @Test
    void objectsForAnotherRetrieveAreRefusedOnceTheSourceIsKnownToNameIts() throws Exception {
        long[] ids = found(OBJECTS);
        fetch(ids[0], 1, 1);
        assertThat(archives.sourceQuirks().has(Quirk.MOVE_ORIGINATOR)).isTrue();
        faults.set(new RetrieveFault.OtherMoveOriginator("EVIL", 7));
        assertThat(failure(ids[1], 2, 1).kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
    }

    @Test
    void objectsOfAnotherPatientAreNotedAndGoOn() throws Exception {
        long id = found(OBJECTS, "P2", "Another^Person")[0];
        assertThat(objects(fetch(id, 1, 1))).isEqualTo(all(1));
        assertThat(Sql.over(dataSource).query("select count(*) from event where series_id = ? and reason_code ="
                + " 'OTHER_PATIENT'", row -> row.getLong(1), id)).containsExactly(1L);
    }
}
