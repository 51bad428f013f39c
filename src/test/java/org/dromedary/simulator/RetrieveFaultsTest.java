package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a client sees of retrieves that are refused in part, counted falsely, or come otherwise than asked. */
class RetrieveFaultsTest extends FaultyArchive {

    private DataSet oneSeries(int number) throws IOException {
        return Scu.keys("SERIES", Tag.StudyInstanceUID, studyUid(), Tag.SeriesInstanceUID, seriesUids().get(number));
    }

    @Nested
    class Refused {

        @Test
        void onlyStudiesMove() throws IOException {
            faults.set(new RetrieveFault.OnlyAtLevels(Set.of(QueryLevel.STUDY)));
            assertThat(move(oneSeries(0)).status()).isEqualTo(0xA900);
            assertThat(move().counts().completed()).isEqualTo(4);
        }

        @Test
        void patientIdIsWanted() throws IOException {
            faults.set(new RetrieveFault.RequirePatientId());
            assertThat(move().status()).isEqualTo(0xA900);
            assertThat(move(Scu.study(studyUid()).set(Tag.PatientID, study.patientId())).status()).isZero();
        }

        @Test
        void oneSeriesIsRefusedAndTheOtherMoves() throws IOException {
            faults.set(new RetrieveFault.FailSeries(Set.of(seriesUids().get(1)), 0xA700));
            assertThat(move(oneSeries(1)).status()).isEqualTo(0xA700);
            assertThat(move(oneSeries(0)).counts().completed()).isEqualTo(2);
            assertThat(move().counts().failed()).isEqualTo(2);
        }

        @Test
        void requestEndsInAnAbort() {
            faults.set(new RetrieveFault.AbortRequest());
            assertThatThrownBy(RetrieveFaultsTest.this::move).isInstanceOf(AssociationAbortedException.class);
            assertThat(target.size()).isZero();
        }
    }

    @Nested
    class Counted {

        @Test
        void someObjectsFailWithTheStatusSaidAndAreListedOrNot() throws IOException {
            Set<String> one = Set.of(sopUids().get(1));
            faults.set(new RetrieveFault.FailSomeObjects(one, 0xA702, true));
            RetrieveResult result = move();
            assertThat(result.status()).isEqualTo(0xA702);
            assertThat(result.counts().failed()).isEqualTo(1);
            assertThat(result.failedSopInstanceUids()).containsExactlyElementsOf(one);
            assertThat(target.size()).isEqualTo(3);
            faults.set(new RetrieveFault.FailSomeObjects(one, 0xB000, false));
            result = move();
            assertThat(result.status()).isEqualTo(0xB000);
            assertThat(result.failedSopInstanceUids()).isEmpty();
        }

        @Test
        void objectsLeftOutAreNotEvenCounted() throws IOException {
            faults.set(new RetrieveFault.LeaveOut(Set.of(sopUids().get(0))));
            RetrieveResult result = move();
            assertThat(result.status()).isZero();
            assertThat(result.counts().completed()).isEqualTo(3);
            assertThat(target.objects()).doesNotContainKey(sopUids().get(0)).hasSize(3);
        }

        @Test
        void countsAreLies() throws IOException {
            faults.set(new RetrieveFault.CountsLie(-1, 17, 0, -1));
            assertThat(move().counts()).isEqualTo(new SubOperations(-1, 17, 0, -1));
            assertThat(target.size()).isEqualTo(4);
        }

        @Test
        void finalStatusIsAFailureThoughAllCame() throws IOException {
            faults.set(new RetrieveFault.EndWith(0xC000, null));
            assertThat(move().status()).isEqualTo(0xC000);
            assertThat(target.size()).isEqualTo(4);
        }

        @Test
        void finalResponseMayHaveNoStatus() throws IOException {
            faults.set(new RetrieveFault.StatusMissing());
            try {
                assertThat(move().status()).isNotEqualTo(Status.SUCCESS);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("tatus");
            }
            assertThat(target.size()).isEqualTo(4);
        }
    }

    @Nested
    class Delivered {

        @Test
        void everythingComesAfterTheFinalResponse() throws IOException {
            faults.set(new RetrieveFault.AllAfterFinal(SHORT));
            RetrieveResult result = move();
            assertThat(result.status()).isZero();
            assertThat(result.counts().completed()).isEqualTo(4);
            assertThat(target.size()).isZero();
            await().atMost(Duration.ofSeconds(10)).until(() -> target.size() == 4);
        }

        @Test
        void oneObjectComesTwiceWithDifferentBytes() throws IOException {
            faults.set(new RetrieveFault.SendConflicting());
            assertThat(move().counts().completed()).isEqualTo(4);
            assertThat(target.size()).isEqualTo(4);
            Path kept = target.objects().get(sopUids().get(0));
            assertThat(Part10.read(kept).getString(Tag.ImageComments)).isEqualTo("another object of this UID");
            faults.set(new RetrieveFault.SendConflicting(true));
            move();
            kept = target.objects().get(sopUids().get(0));
            assertThat(Scu.dataSetOf(kept)).isEqualTo(Scu.dataSetOf(study.files().get(0)));
        }

        @Test
        void inventedObjectsComeBesides() throws IOException {
            faults.set(new RetrieveFault.SendInvented(2));
            assertThat(move().counts().completed()).isEqualTo(4);
            assertThat(target.size()).isEqualTo(6);
            assertThat(target.objects().keySet()).containsAll(sopUids());
        }

        @Test
        void emptyFragmentGoesOutInTheMiddleOfEachObject() throws IOException {
            faults.set(new RetrieveFault.EmptyFragments());
            try (FragmentRelay relay = new FragmentRelay(target.port())) {
                source.destination("TARGET", "127.0.0.1", relay.port());
                move();
                await().atMost(Duration.ofSeconds(10)).until(() -> relay.emptyFragments() > 0);
            }
        }
    }

    /** A destination that notes who calls it, and how. */
    @Nested
    class Called {

        private final List<String> calls = new CopyOnWriteArrayList<>();

        private RetrieveResult noted() throws IOException {
            try (ScpServer destination = ScpServer.builder().acceptUnknownSopClasses().store((request, dataSet) -> {
                dataSet.drain();
                calls.add(call(request));
                return Status.SUCCESS;
            }).build().start()) {
                source.destination("TARGET", "127.0.0.1", destination.port());
                return move();
            }
        }

        private static String call(StoreRequest request) {
            return request.association().callingAeTitle() + ">" + request.association().calledAeTitle() + ", for "
                    + (request.moveOriginatorAeTitle().isEmpty() ? "nobody" : request.moveOriginatorAeTitle());
        }

        @Test
        void subOperationsNameTheirOriginator() throws IOException {
            noted();
            assertThat(calls).hasSize(4).containsOnly("SOURCE>TARGET, for TEST");
        }

        @Test
        void subOperationsCallByAnotherName() throws IOException {
            faults.set(new RetrieveFault.CallUsAs("target"));
            noted();
            assertThat(calls).hasSize(4).containsOnly("SOURCE>target, for TEST");
        }

        @Test
        void subOperationsComeFromAnotherAeTitle() throws IOException {
            faults.set(new RetrieveFault.CallAs("THIRD"));
            noted();
            assertThat(calls).hasSize(4).containsOnly("THIRD>TARGET, for TEST");
        }

        @Test
        void originatorIsAbsentOrAnother() throws IOException {
            faults.next(1, new RetrieveFault.NoMoveOriginator());
            noted();
            assertThat(calls).hasSize(4).containsOnly("SOURCE>TARGET, for nobody");
            calls.clear();
            faults.set(new RetrieveFault.OtherMoveOriginator("EVIL", 7));
            noted();
            assertThat(calls).hasSize(4).containsOnly("SOURCE>TARGET, for EVIL");
        }
    }

    @Test
    void patientRootMovesAPatient() throws IOException {
        String model = Uid.PatientRootQueryRetrieveInformationModelMove;
        assertThat(move(model, Scu.keys("PATIENT", Tag.PatientID, study.patientId())).status()).isZero();
        assertThat(target.objects().keySet()).containsAll(sopUids());
    }
}
