package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Set;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that deliver as archives are reported to do. */
@QuarkusTest
@Tag("application")
@TestProfile(FieldProfile.class)
class FieldArchiveRetrieveTest extends Field {

    @ParameterizedTest
    @ValueSource(ints = {0xB000, 0xA702})
    void failedSubOperationsAreHeardThoughNoListNamesThem(int status) throws Exception {
        runs(new QueryFault.EmptyAt(QueryLevel.IMAGE),
                new RetrieveFault.FailSomeObjects(archive.firstOfEach(), status, false))
                .assertCompleteBut(archive.firstOfEach());
    }

    @Test
    void objectsThatComeLongAfterTheFinalResponseAreWaitedForAsClaimed() throws Exception {
        runs(new QueryFault.EmptyAt(QueryLevel.IMAGE), new RetrieveFault.AllAfterFinal(Duration.ofMillis(300)))
                .assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA702, 0x0120, 0xC000, 0xA801})
    void retrievesRefusedForAllAreAFaultOfTheSetUp(int status) throws Exception {
        holds(TinyArchive.of(16, 6, 2, 1));
        runs(new RetrieveFault.FailWith(status, null)).assertNothingConsumed();
    }

    @Test
    void retrievesAbortedForAllAreAFaultOfTheSetUp() throws Exception {
        holds(TinyArchive.of(16, 6, 2, 1));
        runs(new RetrieveFault.AbortRequest()).assertNothingConsumed();
    }

    @Test
    void subOperationsMayCallUsInLowerCase() throws Exception {
        runs(new RetrieveFault.CallUsAs("dromedary")).assertComplete();
    }

    @Test
    void subOperationsThatCallUsByAnotherNameArriveOrCostNothing() throws Exception {
        runs(new RetrieveFault.CallUsAs("SOMEBODY"));
        if (migration.missing().isEmpty()) {
            migration.assertComplete();
        } else {
            migration.assertNothingConsumed();
        }
    }

    @Test
    void subOperationsMayComeFromAThirdAeTitle() throws Exception {
        runs(new RetrieveFault.CallAs("SENDER")).assertComplete();
    }

    @Test
    void patientIdGoesAlongWhereItIsWanted() throws Exception {
        runs(new RetrieveFault.RequirePatientId()).assertComplete();
    }

    @Test
    void emptyFragmentsAreTaken() throws Exception {
        runs(new RetrieveFault.EmptyFragments()).assertComplete();
    }

    @Test
    void sourceThatMovesStudiesOnlyIsAskedForStudies() throws Exception {
        runs(new RetrieveFault.OnlyAtLevels(Set.of(QueryLevel.STUDY))).assertComplete();
    }

    @Test
    void seriesThatIsBusyForEverHoldsNoOtherUp() throws Exception {
        runs(new RetrieveFault.FailSeries(Set.of(archive.seriesUids().get(2)), 0xA700));
        assertThat(migration.missing()).as(migration.books()).isEqualTo(archive.ofSeries(2));
        assertThat(migration.complete()).isFalse();
    }

    @Test
    void objectsLostInSilenceAreMissed() throws Exception {
        runs(new RetrieveFault.LeaveOut(archive.firstOfEach())).assertCompleteBut(archive.firstOfEach());
    }

    @Test
    void inventedObjectsAreNotSentOn() throws Exception {
        runs(new RetrieveFault.SendInvented(1));
        assertThat(migration.missing()).as(migration.books()).isEmpty();
        assertThat(migration.foreign()).as(migration.books()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void conflictingObjectIsNeverCalledVerified(boolean falseFirst) throws Exception {
        runs(new RetrieveFault.SendConflicting(falseFirst)).assertNothingHiddenBut(archive.firstOfEach());
    }

    @Test
    void responseWithoutStatusIsNoSuccess() throws Exception {
        runs(new RetrieveFault.StatusMissing()).assertArrived();
    }
}
