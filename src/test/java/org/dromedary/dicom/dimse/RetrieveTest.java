package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.GeneratedSource;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetrieveTest {
    private static final String MOVE = Uid.StudyRootQueryRetrieveInformationModelMove;
    private static final String GET = Uid.StudyRootQueryRetrieveInformationModelGet;
    private static final DataSet STUDY = new DataSet().set(Tag.QueryRetrieveLevel, "STUDY")
            .set(Tag.StudyInstanceUID, "1.2");

    private static List<GeneratedSource> objects(int count) {
        return IntStream.range(0, count).mapToObj(i -> GeneratedSource.ct(1000 + i, "1.2." + i)).toList();
    }

    @Nested
    class ByMove {
        private final List<String> received = Collections.synchronizedList(new ArrayList<>());
        private final Set<Long> associations = Collections.synchronizedSet(new HashSet<>());

        private ScpServer destination() throws IOException {
            return ScpServer.builder().timeouts(TestLimits.LONG).store((request, data) -> {
                associations.add(request.association().id());
                data.drain();
                if (request.sopInstanceUid().equals("1.2.3")) {
                    throw new DimseStatusException(Status.OUT_OF_RESOURCES, "full");
                }
                received.add(request.sopInstanceUid() + " " + request.moveOriginatorAeTitle());
                return request.sopInstanceUid().equals("1.2.4") ? Status.COERCION_OF_DATA_ELEMENTS : Status.SUCCESS;
            }).build().start();
        }

        private Pair archive(MoveHandler handler) throws IOException {
            return Pair.of(scp -> scp.move(handler), scu -> scu.calling("MIGRATOR")
                    .context(MOVE, Uid.ImplicitVRLittleEndian));
        }

        private MoveHandler standard(List<GeneratedSource> objects, ScpServer destination) {
            return MoveHandler.of(request -> objects, aeTitle -> aeTitle.equals("DEST")
                    ? AssociationRequest.to("127.0.0.1", destination.port()).called(aeTitle) : null);
        }

        @Test
        void objectsGoToTheDestinationOnOneAssociationWithCounts() throws Exception {
            try (ScpServer destination = destination(); Pair pair = archive(standard(objects(3), destination))) {
                List<SubOperations> progress = new ArrayList<>();
                RetrieveResult result = MoveScu.move(pair.association(), MOVE, STUDY, "DEST", progress::add);
                assertThat(result.status()).isZero();
                assertThat(result.counts()).isEqualTo(new SubOperations(SubOperations.ABSENT, 3, 0, 0));
                assertThat(progress).containsExactly(new SubOperations(2, 1, 0, 0), new SubOperations(1, 2, 0, 0));
                assertThat(received).containsExactly("1.2.0 MIGRATOR", "1.2.1 MIGRATOR", "1.2.2 MIGRATOR");
                assertThat(associations).hasSize(1);
            }
        }

        @Test
        void failuresAndWarningsAreCountedAndListed() throws Exception {
            try (ScpServer destination = destination(); Pair pair = archive(standard(objects(6), destination))) {
                RetrieveResult result = MoveScu.move(pair.association(), MOVE, STUDY, "DEST", counts -> { });
                assertThat(result.status()).isEqualTo(0xB000);
                assertThat(result.counts()).isEqualTo(new SubOperations(SubOperations.ABSENT, 4, 1, 1));
                assertThat(result.failedSopInstanceUids()).containsExactly("1.2.3");
            }
        }

        @Test
        void unknownDestinationIsRefused() throws Exception {
            try (ScpServer destination = destination(); Pair pair = archive(standard(objects(3), destination))) {
                assertThat(MoveScu.move(pair.association(), MOVE, STUDY, "NOBODY", counts -> { }).status())
                        .isEqualTo(0xA801);
            }
        }

        @Test
        void unreachableDestinationFailsEveryObject() throws Exception {
            ScpServer gone = destination();
            gone.close();
            int port = org.dromedary.testing.Peers.freePort();
            try (Pair pair = archive(MoveHandler.of(request -> objects(3),
                    aeTitle -> AssociationRequest.to("127.0.0.1", port)))) {
                RetrieveResult result = MoveScu.move(pair.association(), MOVE, STUDY, "DEST", counts -> { });
                assertThat(result.status()).isEqualTo(0xA702);
                assertThat(result.counts().failed()).isEqualTo(3);
                assertThat(result.failedSopInstanceUids()).containsExactly("1.2.0", "1.2.1", "1.2.2");
            }
        }

        @Test
        void destinationThatAbortsOnceLosesOneObject() throws Exception {
            try (ScpServer destination = ScpServer.builder().store((request, data) -> {
                if (request.sopInstanceUid().equals("1.2.1")) {
                    request.association().abort();
                }
                received.add(request.sopInstanceUid());
                return Status.SUCCESS;
            }).build().start(); Pair pair = archive(standard(objects(4), destination))) {
                RetrieveResult result = MoveScu.move(pair.association(), MOVE, STUDY, "DEST", counts -> { });
                assertThat(result.failedSopInstanceUids()).containsExactly("1.2.1");
                assertThat(result.counts().completed()).isEqualTo(3);
            }
        }

        @Test
        void cancelIsHonouredAndTheCountsAddUp() throws Exception {
            try (ScpServer destination = destination(); Pair pair = archive(context -> {
                SubOperations counts = SubOperations.none(1000);
                while (!context.isCancelledWithin(5)) {
                    counts = counts.plus(Status.SUCCESS);
                    context.sendPending(counts);
                }
                context.sendFinal(Status.CANCEL, null, counts, null);
            })) {
                List<SubOperations> progress = new ArrayList<>();
                RetrieveResult result = MoveScu.move(pair.association(), MOVE, STUDY, "DEST", progress::add,
                        () -> progress.size() >= 3);
                assertThat(result.status()).isEqualTo(0xFE00);
                assertThat(result.counts().remaining() + result.counts().completed()).isEqualTo(1000);
                assertThat(destination.associations()).isZero();
            }
        }

        @Test
        void standardMoveStopsAtACancel() throws Exception {
            try (ScpServer destination = destination(); Pair pair = archive(standard(objects(50_000), destination))) {
                List<SubOperations> progress = new ArrayList<>();
                RetrieveResult result = MoveScu.move(pair.association(), MOVE, STUDY, "DEST", progress::add,
                        () -> progress.size() >= 3);
                assertThat(result.status()).isEqualTo(0xFE00);
                assertThat(received.size()).isLessThan(50_000);
            }
        }

        @Test
        void faultyArchiveCanLieAndAbort() throws Exception {
            try (Pair pair = archive(context -> context.sendFinal(Status.SUCCESS, null,
                    new SubOperations(SubOperations.ABSENT, 7, 0, 0), null))) {
                assertThat(MoveScu.move(pair.association(), MOVE, STUDY, "DEST", counts -> { }).counts().completed())
                        .isEqualTo(7);
            }
            try (Pair pair = archive(RetrieveContext::abort)) {
                assertThatThrownBy(() -> MoveScu.move(pair.association(), MOVE, STUDY, "DEST", counts -> { }))
                        .isInstanceOf(AssociationAbortedException.class);
            }
            try (Pair pair = archive(context -> {
                throw new IllegalStateException("bug");
            })) {
                assertThat(MoveScu.move(pair.association(), MOVE, STUDY, "DEST", counts -> { }).status())
                        .isEqualTo(0xC000);
                assertThat(pair.association().isOpen()).isTrue();
            }
        }
    }

    @Nested
    class ByGet {
        private Pair archive(GetHandler handler) throws IOException {
            return Pair.of(scp -> scp.get(handler), scu -> scu.context(GET, Uid.ImplicitVRLittleEndian)
                    .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).role(Uid.CTImageStorage, false, true));
        }

        @Test
        void objectsComeOnTheSameAssociation() throws Exception {
            try (Pair pair = archive(GetHandler.of(request -> objects(5)))) {
                List<String> received = new ArrayList<>();
                RetrieveResult result = GetScu.get(pair.association(), GET, STUDY, (request, data) -> {
                    received.add(request.sopInstanceUid() + " " + data.readAllBytes().length);
                    return Status.SUCCESS;
                }, counts -> { });
                assertThat(result.status()).isZero();
                assertThat(result.counts().completed()).isEqualTo(5);
                assertThat(received).containsExactly("1.2.0 1000", "1.2.1 1001", "1.2.2 1002", "1.2.3 1003",
                        "1.2.4 1004");
            }
        }

        @Test
        void objectsWithoutARoleOrContextFail() throws Exception {
            GeneratedSource mr = new GeneratedSource(Uid.MRImageStorage, "9.9", Uid.ExplicitVRLittleEndian, 10, true);
            try (Pair pair = archive(GetHandler.of(request -> List.of(mr, GeneratedSource.ct(10, "1.2.3"))))) {
                RetrieveResult result = GetScu.get(pair.association(), GET, STUDY, (request, data) -> Status.SUCCESS,
                        counts -> { });
                assertThat(result.status()).isEqualTo(0xB000);
                assertThat(result.failedSopInstanceUids()).containsExactly("9.9");
            }
        }

        @Test
        void cancelBetweenObjectsIsHonoured() throws Exception {
            try (Pair pair = archive(GetHandler.of(request -> objects(50_000)))) {
                List<String> received = new ArrayList<>();
                RetrieveResult result = GetScu.get(pair.association(), GET, STUDY, (request, data) -> {
                    received.add(request.sopInstanceUid());
                    return Status.SUCCESS;
                }, counts -> { }, () -> received.size() >= 5);
                assertThat(result.status()).isEqualTo(0xFE00);
                assertThat(received.size()).isBetween(5, 1000);
                assertThat(result.counts().completed() + result.counts().remaining()).isEqualTo(50_000);
                assertThat(pair.association().isOpen()).isTrue();
            }
        }

        @Test
        void limitIsOfEachWaitNotOfAllObjectsTogether() throws Exception {
            try (Pair pair = Pair.of(scp -> scp.get(context -> {
                for (GeneratedSource source : objects(5)) {
                    assertThat(context.isCancelledWithin(500)).isFalse();
                    context.store(source);
                }
            }), scu -> scu.context(GET, Uid.ImplicitVRLittleEndian).timeouts(TestLimits.SHORT)
                    .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).role(Uid.CTImageStorage, false, true))) {
                assertThat(GetScu.get(pair.association(), GET, STUDY, (request, data) -> Status.SUCCESS,
                        counts -> { }).status()).isZero();
            }
        }

        @Test
        void receiverThatFailsIsCountedAsFailure() throws Exception {
            try (Pair pair = archive(GetHandler.of(request -> objects(2)))) {
                RetrieveResult result = GetScu.get(pair.association(), GET, STUDY, (request, data) -> {
                    throw new DimseStatusException(Status.OUT_OF_RESOURCES, null);
                }, counts -> { });
                assertThat(result.status()).isEqualTo(0xA702);
                assertThat(result.failedSopInstanceUids()).hasSize(2);
            }
        }
    }
}
