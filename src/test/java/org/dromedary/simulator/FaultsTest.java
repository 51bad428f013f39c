package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomNetworkException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.dicom.ul.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of each fault. */
class FaultsTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path temp;

    private ArchiveSimulator source;
    private ArchiveSimulator target;
    private Faults faults;
    private GeneratedStudy study;
    private Scu scu;

    @BeforeEach
    void start() throws IOException {
        source = ArchiveSimulator.in(temp.resolve("source")).aeTitle("SOURCE").start();
        target = ArchiveSimulator.in(temp.resolve("target")).aeTitle("TARGET").start();
        source.destination("TARGET", "127.0.0.1", target.port());
        List<GeneratedStudy> studies = new StudyGenerator(1).objectsPerSeries(2).matrix(8).generate(5, source);
        study = studies.get(0);
        faults = source.faults();
        scu = new Scu(source);
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    @Nested
    class OnQueries {

        private Scu.Found all() throws IOException {
            return scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, "", Tag.NumberOfStudyRelatedInstances, "",
                    Tag.AccessionNumber, ""));
        }

        @Test
        void silentCapLooksLikeSuccess() throws IOException {
            faults.set(new QueryFault.CapSilently(3));
            assertThat(all().answers()).hasSize(3);
            assertThat(all().result().status()).isEqualTo(Status.SUCCESS);
        }

        @Test
        void capWithCancelGivesWhatFitsAndThenCancel() throws IOException {
            faults.set(new QueryFault.CapWithCancel(3));
            assertThat(all().answers()).hasSize(3);
            assertThat(all().result().status()).isEqualTo(Status.CANCEL);
        }

        @Test
        void capAsLargeAsTheAnswerIsNoCap() throws IOException {
            faults.set(new QueryFault.CapWithCancel(5));
            assertThat(all().result().status()).isEqualTo(Status.SUCCESS);
        }

        @Test
        void refusalAboveALimitGivesNothing() throws IOException {
            faults.set(new QueryFault.RefuseAbove(4));
            Scu.Found found = all();
            assertThat(found.answers()).isEmpty();
            assertThat(found.result().status()).isEqualTo(0xA700);
            faults.set(new QueryFault.RefuseAbove(5));
            assertThat(all().answers()).hasSize(5);
        }

        @Test
        void delayHoldsEachAnswerBack() throws IOException {
            faults.set(new QueryFault.DelayPerAnswer(Duration.ofMillis(30)));
            long start = System.nanoTime();
            assertThat(all().answers()).hasSize(5);
            assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(150).toNanos());
        }

        @Test
        void failureWithoutCommentHappensAsOftenAsSaid() throws IOException {
            faults.next(1, new QueryFault.FailWith(0xC000, null));
            assertThat(all().result().status()).isEqualTo(0xC000);
            assertThat(all().result().status()).isEqualTo(Status.SUCCESS);
        }

        @Test
        void abortInTheMiddleEndsTheAssociation() {
            faults.set(new QueryFault.AbortAfter(2));
            assertThatThrownBy(this::all).isInstanceOf(DicomNetworkException.class);
        }

        @Test
        void noAnswerEndsInTheClientsTimeout() {
            faults.set(new QueryFault.NoAnswer());
            assertThatThrownBy(() -> {
                try (Association association = Association.open(hasty().context(
                        Uid.StudyRootQueryRetrieveInformationModelFind, Uid.ImplicitVRLittleEndian).build())) {
                    FindScu.find(association, Uid.StudyRootQueryRetrieveInformationModelFind,
                            Scu.study(study.studyInstanceUid()), answer -> { });
                }
            }).isInstanceOf(DicomTimeoutException.class);
        }

        @Test
        void countsAreWrongOrMissing() throws IOException {
            faults.next(1, new QueryFault.WrongCounts(7));
            assertThat(all().answers()).anySatisfy(answer ->
                    assertThat(answer.getInt(Tag.NumberOfStudyRelatedInstances, 0)).isEqualTo(11));
            faults.next(1, new QueryFault.NoCounts());
            assertThat(all().answers()).noneMatch(answer -> answer.contains(Tag.NumberOfStudyRelatedInstances));
        }

        @Test
        void ignoredKeyBringsEverythingAndRefusedKeyNothing() throws IOException {
            faults.next(1, new QueryFault.IgnoreKeys(Set.of(Tag.AccessionNumber)));
            assertThat(byAccessionNumber().answers()).hasSize(5);
            assertThat(byAccessionNumber().answers()).hasSize(1);
            faults.next(1, new QueryFault.RefuseKeys(Set.of(Tag.AccessionNumber)));
            assertThat(byAccessionNumber().result().status()).isEqualTo(0xA900);
        }

        private Scu.Found byAccessionNumber() throws IOException {
            return scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, "", Tag.AccessionNumber, "A5000000"));
        }

        @Test
        void hiddenStudyIsNotFoundButMoves() throws IOException {
            faults.set(new QueryFault.HideStudies(Set.of(study.studyInstanceUid())));
            assertThat(all().answers()).hasSize(4);
            assertThat(scu.move(study.studyInstanceUid(), "TARGET").counts().completed()).isEqualTo(4);
        }
    }

    @Nested
    class OnRetrieves {

        private RetrieveResult move() throws IOException {
            return scu.move(study.studyInstanceUid(), "TARGET");
        }

        @Test
        void finalSuccessComesBeforeTheLastObject() throws IOException {
            faults.set(new RetrieveFault.SuccessBeforeLast(2, SHORT));
            RetrieveResult result = move();
            assertThat(result.status()).isEqualTo(Status.SUCCESS);
            assertThat(result.counts().completed()).isEqualTo(4);
            assertThat(target.size()).isEqualTo(2);
            await().atMost(Duration.ofSeconds(10)).until(() -> target.size() == 4);
        }

        @Test
        void lostObjectsCountAsCompleted() throws IOException {
            faults.next(1, new RetrieveFault.LoseSilently(1));
            RetrieveResult result = move();
            assertThat(result.status()).isEqualTo(Status.SUCCESS);
            assertThat(result.counts().completed()).isEqualTo(4);
            assertThat(target.size()).isEqualTo(3);
            move();
            assertThat(target.size()).isEqualTo(4);
        }

        @Test
        void failedObjectsAreCountedAndListed() throws IOException {
            faults.set(new RetrieveFault.FailObjects(1));
            RetrieveResult result = move();
            assertThat(result.status()).isEqualTo(0xB000);
            assertThat(result.counts().failed()).isEqualTo(1);
            assertThat(result.failedSopInstanceUids()).hasSize(1);
            assertThat(target.size()).isEqualTo(3);
        }

        @Test
        void failureMayHaveNoComment() throws IOException {
            faults.set(new RetrieveFault.FailWith(0xC000, null));
            RetrieveResult result = move();
            assertThat(result.status()).isEqualTo(0xC000);
            assertThat(result.comment()).isNullOrEmpty();
            assertThat(target.size()).isZero();
        }

        @Test
        void abortAfterTwoObjectsLeavesTwo() {
            faults.set(new RetrieveFault.AbortAfter(2));
            assertThatThrownBy(this::move).isInstanceOf(DicomNetworkException.class);
            await().atMost(Duration.ofSeconds(10)).until(() -> target.size() == 2);
        }

        @Test
        void droppedConnectionLeavesWhatWasSent() {
            faults.set(new RetrieveFault.DropAfter(1));
            assertThatThrownBy(this::move).isInstanceOf(DicomNetworkException.class);
            await().atMost(Duration.ofSeconds(10)).until(() -> target.size() == 1);
        }

        @Test
        void delayHoldsEachObjectBack() throws IOException {
            faults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(50)));
            long start = System.nanoTime();
            move();
            assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(200).toNanos());
        }

        @Test
        void pendingForeverGoesOnUntilCancelled() throws IOException {
            faults.set(new RetrieveFault.PendingForever(Duration.ofMillis(10)));
            int[] pending = new int[1];
            try (Association association = Association.open(scu.request().context(
                    Uid.StudyRootQueryRetrieveInformationModelMove, Uid.ImplicitVRLittleEndian).build())) {
                RetrieveResult result = MoveScu.move(association, Uid.StudyRootQueryRetrieveInformationModelMove,
                        Scu.study(study.studyInstanceUid()), "TARGET", counts -> pending[0]++, () -> pending[0] > 20);
                assertThat(result.status()).isEqualTo(Status.CANCEL);
            }
            assertThat(pending[0]).isGreaterThan(20);
        }

        private void hastyMove() throws IOException {
            try (Association association = Association.open(hasty().context(
                    Uid.StudyRootQueryRetrieveInformationModelMove, Uid.ImplicitVRLittleEndian).build())) {
                MoveScu.move(association, Uid.StudyRootQueryRetrieveInformationModelMove,
                        Scu.study(study.studyInstanceUid()), "TARGET", counts -> { });
            }
        }

        @Test
        void noAnswerEndsInTheClientsTimeout() {
            faults.set(new RetrieveFault.NoAnswer());
            assertThatThrownBy(this::hastyMove).isInstanceOf(DicomTimeoutException.class);
        }

        @Test
        void objectsSentTwiceCountOnce() throws IOException {
            faults.set(new RetrieveFault.SendTwice());
            assertThat(move().counts().completed()).isEqualTo(4);
            assertThat(target.size()).isEqualTo(4);
        }

        @Test
        void othersThanAskedForAreSentBesides() throws IOException {
            faults.set(new RetrieveFault.SendOthers(3));
            assertThat(move().counts().completed()).isEqualTo(7);
            assertThat(target.size()).isEqualTo(7);
        }

        @Test
        void objectsSayAnotherSeriesThanTheArchiveLists() throws IOException {
            faults.set(new RetrieveFault.OtherSeriesUid("2.25.77"));
            move();
            assertThat(target.objects().keySet()).isSubsetOf(source.objects().keySet()).hasSize(4);
            for (Path file : target.objects().values()) {
                assertThat(Part10.readHead(file).getString(Tag.SeriesInstanceUID)).isEqualTo("2.25.77");
            }
        }

        @Test
        void lateAnswerComesAfterAllObjectsAndTheClientsTimeout() {
            faults.set(new RetrieveFault.AnswerLate(Duration.ofSeconds(2)));
            assertThatThrownBy(this::hastyMove).isInstanceOf(DicomTimeoutException.class);
            assertThat(target.size()).isEqualTo(4);
        }

        @Test
        void eachRetrieveGivesNewUids() throws IOException {
            faults.set(new RetrieveFault.NewInstanceUids());
            move();
            move();
            assertThat(target.size()).isEqualTo(8);
            assertThat(target.objects().keySet()).doesNotContainAnyElementsOf(source.objects().keySet());
        }
    }

    @Nested
    class OnStores {

        private List<StoreResult> store() throws IOException {
            return new Scu(target).store(study.files());
        }

        @Test
        void firstObjectsAreRefusedAsBackPressure() throws IOException {
            target.faults().next(2, new StoreFault.FailWith(0xA700, "Out of space"));
            assertThat(store()).extracting(StoreResult::status).containsExactly(0xA700, 0xA700, 0, 0);
            assertThat(target.size()).isEqualTo(2);
        }

        @Test
        void oneSopClassIsRefused() throws IOException {
            target.faults().set(new StoreFault.FailSopClass(Uid.CTImageStorage, 0x0122));
            assertThat(store()).extracting(StoreResult::status).containsOnly(0x0122);
            target.faults().set(new StoreFault.FailSopClass(Uid.MRImageStorage, 0x0122));
            assertThat(store()).extracting(StoreResult::status).containsOnly(0);
        }

        @Test
        void warnedObjectIsKept() throws IOException {
            target.faults().set(new StoreFault.WarnWith(0xB000, null));
            assertThat(store()).extracting(StoreResult::status).containsOnly(0xB000);
            assertThat(target.size()).isEqualTo(4);
        }

        @Test
        void thirdObjectIsLostSilently() throws IOException {
            target.faults().after(2, 1, new StoreFault.LoseSilently());
            assertThat(store()).extracting(StoreResult::status).containsOnly(0);
            assertThat(target.size()).isEqualTo(3);
        }

        @Test
        void abortAndDropEndTheAssociation() {
            target.faults().next(1, new StoreFault.Abort());
            assertThatThrownBy(this::store).isInstanceOf(DicomNetworkException.class);
            target.faults().next(1, new StoreFault.Drop());
            assertThatThrownBy(this::store).isInstanceOf(DicomNetworkException.class);
            assertThat(target.size()).isZero();
        }

        @Test
        void delaySlowsEachObject() throws IOException {
            target.faults().set(new StoreFault.DelayPerObject(Duration.ofMillis(50)));
            long start = System.nanoTime();
            store();
            assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(200).toNanos());
        }
    }

    @Nested
    class OnAssociations {

        private Set<String> acceptedForCt() throws IOException {
            try (Association association = Association.open(scu.request()
                    .context(Uid.Verification, Uid.ImplicitVRLittleEndian)
                    .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)
                    .context(Uid.CTImageStorage, Uid.ImplicitVRLittleEndian).build())) {
                return new HashSet<>(association.acceptedTransferSyntaxes(Uid.CTImageStorage));
            }
        }

        @Test
        void nextTwoAreRefusedForNowAndTheThirdIsNot() throws IOException {
            faults.next(2, new AssociationFault.Refuse(true));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(this::acceptedForCt).isInstanceOfSatisfying(AssociationRejectedException.class,
                        rejected -> assertThat(rejected.result()).isEqualTo(2));
            }
            assertThat(acceptedForCt()).hasSize(2);
        }

        @Test
        void calledAeTitleIsUnknown() {
            faults.set(new AssociationFault.UnknownCalledAeTitle());
            assertThatThrownBy(this::acceptedForCt).isInstanceOfSatisfying(AssociationRejectedException.class,
                    rejected -> assertThat(rejected.reason()).isEqualTo(7));
        }

        @Test
        void onlySomeTransferSyntaxesOrClassesAreAccepted() throws IOException {
            faults.set(new AssociationFault.AcceptOnly(Set.of(), Set.of(Uid.ImplicitVRLittleEndian)));
            assertThat(acceptedForCt()).containsExactly(Uid.ImplicitVRLittleEndian);
            faults.set(new AssociationFault.AcceptOnly(Set.of(Uid.Verification), Set.of()));
            assertThat(acceptedForCt()).isEmpty();
            faults.clear();
            assertThat(acceptedForCt()).hasSize(2);
        }
    }

    private AssociationRequest.Builder hasty() {
        return scu.request().timeouts(new Timeouts(SHORT, Duration.ofSeconds(5), SHORT, SHORT));
    }
}
