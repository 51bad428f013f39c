package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.RawPeer;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FindTest {
    private static final String MODEL = Uid.StudyRootQueryRetrieveInformationModelFind;
    private static final DataSet STUDIES = new DataSet().set(Tag.QueryRetrieveLevel, "STUDY")
            .set(Tag.StudyInstanceUID, "");

    private static Pair pair(FindHandler handler) throws IOException {
        return Pair.of(scp -> scp.find(handler), scu -> scu.context(MODEL, Uid.ImplicitVRLittleEndian));
    }

    private static DataSet study(int number) {
        return new DataSet().set(Tag.QueryRetrieveLevel, "STUDY").set(Tag.StudyInstanceUID, "1.2." + number);
    }

    @Test
    void everyMatchArrivesInOrderAndTheIdentifierWithIt() throws Exception {
        List<String> asked = new ArrayList<>();
        try (Pair pair = pair(request -> {
            asked.add(request.model() + " " + request.identifier().getString(Tag.QueryRetrieveLevel));
            return IntStream.range(0, 1000).mapToObj(FindTest::study).iterator();
        })) {
            List<String> matches = new ArrayList<>();
            FindResult result = FindScu.find(pair.association(), MODEL, STUDIES,
                    match -> matches.add(match.getString(Tag.StudyInstanceUID)));
            assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, "", 1000));
            assertThat(matches).isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "1.2." + i).toList());
            assertThat(asked).containsExactly(MODEL + " STUDY");
        }
    }

    @Test
    void cancelStopsAnEndlessAnswer() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (Pair pair = pair(request -> Stream.iterate(0, i -> i + 1).map(FindTest::study)
                .peek(s -> made.incrementAndGet()).iterator())) {
            AtomicInteger seen = new AtomicInteger();
            FindResult result = FindScu.find(pair.association(), MODEL, STUDIES, match -> seen.incrementAndGet(),
                    () -> seen.get() >= 10);
            assertThat(result.status()).isEqualTo(Status.CANCEL);
            assertThat(result.matches()).isGreaterThanOrEqualTo(10).isEqualTo(seen.get());
            assertThat(made.get()).isLessThanOrEqualTo(seen.get() + 2);
            assertThat(pair.association().isOpen()).isTrue();
        }
    }

    @Test
    void handlerDecidesTheFinalStatus() throws Exception {
        try (Pair pair = pair(request -> {
            throw new DimseStatusException(Status.OUT_OF_RESOURCES, "Ask for less");
        })) {
            assertThat(FindScu.find(pair.association(), MODEL, STUDIES, match -> { }))
                    .isEqualTo(new FindResult(Status.OUT_OF_RESOURCES, "Ask for less", 0));
        }
    }

    @Test
    void iteratorCanEndInAStatusAfterSomeMatches() throws Exception {
        try (Pair pair = pair(request -> capped(5))) {
            assertThat(FindScu.find(pair.association(), MODEL, STUDIES, match -> { }))
                    .isEqualTo(new FindResult(Status.CANCEL, "Capped", 5));
            assertThat(FindScu.find(pair.association(), MODEL, STUDIES, match -> { }).matches()).isEqualTo(5);
        }
    }

    private static Iterator<DataSet> capped(int limit) {
        AtomicInteger next = new AtomicInteger();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (next.get() == limit) {
                    throw new UncheckedIOException(new DimseStatusException(Status.CANCEL, "Capped"));
                }
                return true;
            }

            @Override
            public DataSet next() {
                return study(next.getAndIncrement());
            }
        };
    }

    @Test
    void abortInTheMiddleIsTold() throws Exception {
        try (Pair pair = pair(request -> Stream.iterate(0, i -> i + 1).map(i -> {
            if (i == 3) {
                request.association().abort();
            }
            return study(i);
        }).iterator())) {
            AtomicInteger seen = new AtomicInteger();
            assertThatThrownBy(() -> FindScu.find(pair.association(), MODEL, STUDIES, m -> seen.incrementAndGet()))
                    .isInstanceOf(AssociationAbortedException.class);
            assertThat(seen.get()).isEqualTo(3);
        }
    }

    @Test
    void requestSentAheadWaitsForItsTurn() throws Exception {
        try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG)
                .find(request -> IntStream.range(0, 3).mapToObj(FindTest::study).iterator()).build().start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.associate(MODEL);
            byte[] identifier = org.dromedary.dicom.data.DataSetWriter.encode(STUDIES,
                    org.dromedary.dicom.data.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
            for (int id = 1; id <= 2; id++) {
                peer.sendCommand(1, CommandSet.request(CommandSet.C_FIND_RQ, id, true));
                peer.sendData(1, 2, identifier);
            }
            for (int id = 1; id <= 2; id++) {
                for (int i = 0; i < 3; i++) {
                    assertThat(peer.receiveCommand().getInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, 0))
                            .isEqualTo(id);
                    peer.receiveData();
                }
                assertThat(peer.receiveCommand().status()).isZero();
            }
        }
    }
}
