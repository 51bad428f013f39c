package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a client sees of the faults of single levels, keys and studies, and of those at the end of a query. */
class QueryFaultsTest extends FaultyArchive {

    private static final String FIND = Uid.StudyRootQueryRetrieveInformationModelFind;

    @Nested
    class AtOneLevel {

        @Test
        void levelIsEmptyAndTheOthersAreNot() throws IOException {
            faults.set(new QueryFault.EmptyAt(QueryLevel.IMAGE));
            assertThat(images().answers()).isEmpty();
            assertThat(images().result().status()).isEqualTo(Status.SUCCESS);
            assertThat(series().answers()).hasSize(2);
        }

        @Test
        void severalLevelsAreRefusedEachWithItsOwnStatus() throws IOException {
            faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900))
                    .set(new QueryFault.RefuseLevel(QueryLevel.SERIES, 0xC000));
            assertThat(images().result().status()).isEqualTo(0xA900);
            assertThat(series().result().status()).isEqualTo(0xC000);
            assertThat(studies().answers()).hasSize(5);
            faults.remove(QueryFault.RefuseLevel.class);
            assertThat(images().answers()).hasSize(2);
        }

        @Test
        void levelEndsInAnAbort() throws IOException {
            faults.set(new QueryFault.AbortAtLevel(QueryLevel.IMAGE));
            assertThatThrownBy(QueryFaultsTest.this::images).isInstanceOf(AssociationAbortedException.class);
            assertThat(series().answers()).hasSize(2);
        }

        @Test
        void uniqueKeyIsAbsentOrEmptyForOneEntityOrForAll() throws IOException {
            faults.set(new QueryFault.OmitUid(QueryLevel.STUDY, Set.of(studyUid())));
            assertThat(studies().answers()).filteredOn(answer -> !answer.contains(Tag.StudyInstanceUID)).hasSize(1);
            faults.clear().set(new QueryFault.EmptyUid(QueryLevel.SERIES, Set.of()));
            assertThat(series().answers()).hasSize(2).allMatch(answer -> answer.contains(Tag.SeriesInstanceUID)
                    && answer.getString(Tag.SeriesInstanceUID, "").isEmpty());
        }

        @Test
        void otherAttributesAreAbsent() throws IOException {
            faults.set(new QueryFault.OmitKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)));
            assertThat(series().answers()).hasSize(2).noneMatch(answer -> answer.contains(Tag.StudyInstanceUID));
        }

        @Test
        void ignoredUniqueKeyBringsSeriesOfOtherStudies() throws IOException {
            faults.set(new QueryFault.IgnoreKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)));
            assertThat(series().answers()).hasSizeGreaterThan(5);
            assertThat(values(series(), Tag.StudyInstanceUID)).hasSize(5);
            assertThat(values(images(), Tag.StudyInstanceUID)).containsExactly(studyUid());
        }

        @Test
        void lastAnswersAreLeftOutInSilence() throws IOException {
            faults.set(new QueryFault.ListShort(QueryLevel.IMAGE, 1));
            assertThat(images().answers()).hasSize(1);
            assertThat(images().result().status()).isEqualTo(Status.SUCCESS);
            faults.set(new QueryFault.ListShort(QueryLevel.IMAGE, 9));
            assertThat(images().answers()).isEmpty();
        }

        @Test
        void countsAreWhateverIsSaid() throws IOException {
            faults.set(new QueryFault.CountsAt(QueryLevel.STUDY, "abc"))
                    .set(new QueryFault.CountsAt(QueryLevel.SERIES, "-1"));
            assertThat(values(studies(), Tag.NumberOfStudyRelatedSeries)).containsExactly("abc");
            assertThat(values(series(), Tag.NumberOfSeriesRelatedInstances)).containsExactly("-1");
            faults.set(new QueryFault.CountsAt(QueryLevel.SERIES, ""));
            assertThat(values(series(), Tag.NumberOfSeriesRelatedInstances)).containsExactly("");
        }

        @Test
        void oneCountIsFalseAndAnotherIsMissing() throws IOException {
            faults.set(new QueryFault.CountsAt(QueryLevel.STUDY, Set.of(Tag.NumberOfStudyRelatedInstances), "0"))
                    .set(new QueryFault.CountsAt(QueryLevel.STUDY, Set.of(Tag.NumberOfStudyRelatedSeries), null));
            assertThat(values(studies(), Tag.NumberOfStudyRelatedInstances)).containsExactly("0");
            assertThat(studies().answers()).noneMatch(answer -> answer.contains(Tag.NumberOfStudyRelatedSeries));
        }
    }

    @Nested
    class OfKeys {

        @Test
        void oneStudyCannotBeQueriedBelow() throws IOException {
            faults.set(new QueryFault.FailStudy(Set.of(studyUid()), 0xC001));
            assertThat(series().result().status()).isEqualTo(0xC001);
            assertThat(images().result().status()).isEqualTo(0xC001);
            assertThat(studies().answers()).hasSize(5);
            assertThat(scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, studyUid())).answers()).hasSize(1);
        }

        @Test
        void patientIdIsWantedAtTheLevelsSaid() throws IOException {
            faults.set(new QueryFault.RequirePatientId(Set.of(QueryLevel.SERIES, QueryLevel.IMAGE)));
            assertThat(series().result().status()).isEqualTo(0xA900);
            assertThat(studies().answers()).hasSize(5);
            assertThat(scu.find(Scu.keys("SERIES", Tag.PatientID, study.patientId(), Tag.StudyInstanceUID, studyUid(),
                    Tag.SeriesInstanceUID, "")).answers()).hasSize(2);
        }
    }

    @Nested
    class AtTheEnd {

        @Test
        void sourceFallsSilentAfterSomeAnswers() {
            faults.set(new QueryFault.SilentAfter(3));
            List<DataSet> answers = new ArrayList<>();
            assertThatThrownBy(() -> findHastily(answers)).isInstanceOf(DicomTimeoutException.class);
            assertThat(answers).hasSize(3);
        }

        private void findHastily(List<DataSet> answers) throws IOException {
            try (Association association = Association.open(
                    hasty().context(FIND, Uid.ImplicitVRLittleEndian).build())) {
                FindScu.find(association, FIND, Scu.keys("STUDY", Tag.StudyInstanceUID, ""), answers::add);
            }
        }

        private FindResult findAndCancel(List<DataSet> answers) throws IOException {
            try (Association association = Association.open(
                    hasty().context(FIND, Uid.ImplicitVRLittleEndian).build())) {
                return FindScu.find(association, FIND, Scu.keys("STUDY", Tag.StudyInstanceUID, ""), answers::add,
                        () -> !answers.isEmpty());
            }
        }

        @Test
        void cancelEndsInAnAbortOrInSilence() {
            // Slowly enough for a C-CANCEL to overtake the answers on a busy machine.
            QueryFault slow = new QueryFault.DelayPerAnswer(Duration.ofMillis(100));
            faults.set(slow).set(new QueryFault.AbortAtCancel());
            assertThatThrownBy(() -> findAndCancel(new ArrayList<>())).isInstanceOf(AssociationAbortedException.class);
            faults.clear().set(slow).set(new QueryFault.SilentAtCancel());
            assertThatThrownBy(() -> findAndCancel(new ArrayList<>())).isInstanceOf(DicomTimeoutException.class);
        }

        @Test
        void finalResponseMayHaveNoStatus() {
            faults.set(new QueryFault.NoFinalStatus());
            List<DataSet> answers = new ArrayList<>();
            try {
                findHastily(answers);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("tatus");
            }
            assertThat(answers).hasSize(5);
        }

        @Test
        void finalStatusMayBeAFailureAfterAllAnswers() throws IOException {
            faults.set(new QueryFault.EndWith(0xA700, null));
            assertThat(studies().answers()).hasSize(5);
            assertThat(studies().result().status()).isEqualTo(0xA700);
        }
    }
}
