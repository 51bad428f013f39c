package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;
import org.dromedary.dicom.data.Tag;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that answer queries as archives are reported to do. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@TestProfile(FieldProfile.class)
class FieldArchiveQueryTest extends Field {

    private static final Set<String> ALL = Set.of();

    @Test
    void soundArchiveArrivesWhole() throws Exception {
        runs().assertComplete();
    }

    @Test
    void studyAnsweredWithoutUidIsFoundOtherwiseOrADoubt() throws Exception {
        runs(new QueryFault.EmptyUid(QueryLevel.STUDY, Set.of(archive.studyUids().get(1))))
                .assertNothingHiddenBut(archive.ofStudy(1));
    }

    @Test
    void allStudiesAnsweredWithoutUidAreFoundOtherwiseOrADoubt() throws Exception {
        runs(new QueryFault.OmitUid(QueryLevel.STUDY, ALL)).assertNothingHiddenBut(Set.copyOf(archive.sopUids()));
    }

    @Test
    void seriesLevelThatAnswersNothingHidesNoObject() throws Exception {
        runs(new QueryFault.EmptyAt(QueryLevel.SERIES)).assertArrived();
    }

    @Test
    void seriesThatNoLevelListsAreFoundByRetrievesOfStudies() throws Exception {
        runs(new QueryFault.EmptyAt(QueryLevel.SERIES), new QueryFault.EmptyAt(QueryLevel.IMAGE)).assertArrived();
    }

    @Test
    void seriesMissingFromAListAreFoundByRetrievesOfStudies() throws Exception {
        holds(TinyArchive.of(5, 4, 2, 2));
        runs(new QueryFault.ListShort(QueryLevel.SERIES, 1), new QueryFault.ListShort(QueryLevel.IMAGE, 2))
                .assertArrived();
    }

    @Test
    void announcedNumbersThatAreTooLargeCostFewRetrieves() throws Exception {
        holds(TinyArchive.of(9, 8, 1, 1));
        int before = migration.source().fired(RetrieveFault.LoseSilently.class);
        runs(new QueryFault.CountsAt(QueryLevel.STUDY, Set.of(Tag.NumberOfStudyRelatedSeries), "7"),
                new RetrieveFault.LoseSilently(0)).assertArrived();
        assertThat(migration.source().fired(RetrieveFault.LoseSilently.class) - before).isEqualTo(8 + 3);
    }

    @Test
    void seriesAnsweredWithoutUidAreFoundOtherwise() throws Exception {
        runs(new QueryFault.OmitUid(QueryLevel.SERIES, ALL)).assertArrived();
    }

    @Test
    void dayAsLargeAsTheAnswerLimitEndsThoughStudyTimeIsIgnored() throws Exception {
        holds(TinyArchive.of(6, 20, 1, 1));
        runs(new QueryFault.IgnoreKeys(Set.of(Tag.StudyTime))).assertComplete();
        assertThat(migration.source().fired(QueryFault.IgnoreKeys.class)).isLessThan(400);
    }

    @Test
    void dayAsLargeAsTheAnswerLimitIsCompleteThoughStudyTimeIsRefused() throws Exception {
        holds(TinyArchive.of(7, 20, 1, 1));
        runs(new QueryFault.RefuseKeys(Set.of(Tag.StudyTime))).assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA900, 0xC000, 0x0122})
    void imageLevelThatIsRefusedCostsNoObject(int status) throws Exception {
        runs(new QueryFault.RefuseLevel(QueryLevel.IMAGE, status)).assertComplete();
    }

    @Test
    void imageLevelThatEndsInAnAbortCostsNoObject() throws Exception {
        runs(new QueryFault.AbortAtLevel(QueryLevel.IMAGE)).assertComplete();
    }

    @Test
    void seriesOfOtherStudiesAreNoGhosts() throws Exception {
        runs(new QueryFault.IgnoreKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID))).assertComplete();
        assertThat(migration.summary().totals().series()).isEqualTo(6);
    }

    @Test
    void studyThatCannotBeQueriedIsAnExceptionAndTheOthersGo() throws Exception {
        runs(new QueryFault.FailStudy(Set.of(archive.studyUids().get(0)), 0xC001))
                .assertNothingHiddenBut(archive.ofStudy(0));
    }

    @Test
    void sourceThatAbortsAfterSomeAnswersIsCapped() throws Exception {
        holds(TinyArchive.of(11, 10, 1, 1));
        runs(new QueryFault.AbortAfter(4)).assertArrived();
    }

    @Test
    void sourceThatFallsSilentAfterSomeAnswersIsCapped() throws Exception {
        holds(TinyArchive.of(11, 5, 1, 1));
        runs(new QueryFault.SilentAfter(4)).assertArrived();
    }

    @Test
    void abortAtCancelIsACap() throws Exception {
        holds(TinyArchive.of(12, 23, 1, 1));
        runs(new QueryFault.AbortAtCancel()).assertArrived();
    }

    @Test
    void silenceAtCancelIsACap() throws Exception {
        holds(TinyArchive.of(12, 23, 1, 1));
        runs(new QueryFault.SilentAtCancel()).assertArrived();
    }

    @Test
    void patientIdGoesAlongWhereItIsWanted() throws Exception {
        runs(new QueryFault.RequirePatientId(Set.of(QueryLevel.SERIES, QueryLevel.IMAGE))).assertComplete();
    }

    @Test
    void uidsThatAreTooLongGoThrough() throws Exception {
        holds(TinyArchive.withLongUids(19));
        runs().assertArrived();
    }

    @Test
    void whatCameBeforeAResponseWithoutStatusIsKept() throws Exception {
        runs(new QueryFault.NoFinalStatus()).assertArrived();
    }

    @Test
    void countsThatAreNoneProveNothing() throws Exception {
        for (String value : new String[] {"0", "-1", "abc", "", null}) {
            holds(TinyArchive.of(26, 2, 2, 1));
            runs(new QueryFault.CountsAt(QueryLevel.STUDY, value), new QueryFault.CountsAt(QueryLevel.SERIES, value))
                    .assertArrived();
        }
    }

    @Test
    void studiesOutOfRangeStayWhereTheyAre() throws Exception {
        holds(TinyArchive.of(27, 1, 1, 1).andOneOf("19991231"));
        assertThat(runs().missing()).as(migration.books()).isEqualTo(archive.ofStudy(1));
    }
}
