package org.dromedary.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.StoreListener;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.Pdu;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses that say more, less or other things than the standard wants. */
@Timeout(60)
class BrokenResponsesTest {

    private static final String FIND = Uid.StudyRootQueryRetrieveInformationModelFind;
    private static final String MOVE = Uid.StudyRootQueryRetrieveInformationModelMove;
    private static final DataSet STUDIES = new DataSet().set(Tag.QueryRetrieveLevel, "STUDY")
            .set(Tag.StudyInstanceUID, "");
    /** Behind the two contexts of {@link ScriptedPeer#request}. */
    private static final int CONTEXT = 5;

    private static Association open(ScriptedPeer peer, String model) throws IOException {
        return Association.open(peer.request().context(model, Uid.ImplicitVRLittleEndian).build());
    }

    /** Takes a C-FIND-RQ or C-MOVE-RQ with its identifier. */
    private static CommandSet request(RawPeer peer) throws IOException {
        CommandSet request = peer.receiveCommand();
        peer.receiveData();
        return request;
    }

    private static void sendMatch(RawPeer peer, CommandSet response, String study) throws IOException {
        peer.sendCommand(CONTEXT, response);
        peer.sendData(CONTEXT, 2, DataSetWriter.encode(new DataSet().set(Tag.StudyInstanceUID, study),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    }

    private static CommandSet response(CommandSet request, int status, boolean dataSet) {
        return CommandSet.response(request, status, null, dataSet);
    }

    @Nested
    class WithoutStatus {

        @Test
        void matchesBeforeItAreKept() throws Exception {
            List<String> matches = new ArrayList<>();
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet request = request(p);
                sendMatch(p, response(request, Status.PENDING, true), "1.2.1");
                sendMatch(p, response(request, 0, true).without(CommandSet.STATUS), "1.2.2");
                p.sendCommand(CONTEXT, response(request, 0, false).without(CommandSet.STATUS));
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = open(peer, FIND)) {
                FindResult result = FindScu.find(association, FIND, STUDIES,
                        match -> matches.add(match.getString(Tag.StudyInstanceUID)));

                assertThat(result.isBroken()).isTrue();
                assertThat(result.matches()).isEqualTo(2);
                assertThat(result.status()).isEqualTo(Status.MISSING);
                assertThat(Status.isFailure(result.status())).isTrue();
                assertThat(result.toException()).isInstanceOf(BrokenResponseException.class)
                        .hasMessage("C-FIND: broken response, without Status (0000,0900)");
                assertThat(association.isOpen()).isFalse();
            }
            assertThat(matches).containsExactly("1.2.1", "1.2.2");
        }

        @Test
        void retrieveSaysWhatIsMissing() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.sendCommand(CONTEXT, response(request(p), 0, false).without(CommandSet.STATUS));
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = open(peer, MOVE)) {
                assertThatThrownBy(() -> MoveScu.move(association, MOVE, STUDIES, "DEST", counts -> { }))
                        .isInstanceOfSatisfying(BrokenResponseException.class, e -> {
                            assertThat(e.command()).isEqualTo("C-MOVE");
                            assertThat(e.missing()).isEqualTo(CommandSet.STATUS);
                        });
            }
        }

        @Test
        void objectIsNotTakenForStored() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet request = request(p);
                p.sendCommand(3, response(request, 0, false).without(CommandSet.STATUS));
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> StoreScu.store(association, GeneratedSource.ct(100)))
                        .isInstanceOf(BrokenResponseException.class).hasMessageStartingWith("C-STORE");
            }
        }

        @Test
        void echoShowsNeverthelessThatThePeerIsThere() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.sendCommand(1, response(p.receiveCommand(), 0, false).without(CommandSet.STATUS));
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRq());
                p.send(new Pdu.ReleaseRp());
            }); Association association = Association.open(peer.request().build())) {
                assertThat(EchoScu.ask(association).describe()).contains("no status");
            }
        }
    }

    @Nested
    class SayingMore {

        @Test
        void offendingElementsIdAndCommentAreShown() throws Exception {
            StatusDetail detail = new StatusDetail("Not\u0007 supported" + "!".repeat(1000),
                    List.of(Tag.StudyInstanceUID, Tag.PatientID), OptionalInt.of(7));
            try (Pair pair = Pair.of(scp -> scp.find(request -> {
                throw DimseStatusException.of("C-FIND", 0xA900, detail);
            }), scu -> scu.context(FIND, Uid.ImplicitVRLittleEndian))) {
                FindResult result = FindScu.find(pair.association(), FIND, STUDIES, match -> { });

                assertThat(result.detail().offendingElements()).containsExactly(Tag.StudyInstanceUID, Tag.PatientID);
                assertThat(result.detail().errorId()).hasValue(7);
                assertThat(result.comment()).startsWith("Not? supported!").hasSize(64);
                assertThat(result.describe()).contains("(0xA900), offending element (0020,000D) (0010,0020), error ID 7"
                        + " \"Not? supported");
                assertThat(result.toException()).hasMessageStartingWith("C-FIND: failure:")
                        .hasMessageContaining("(0020,000D)");
            }
        }

        @Test
        void successWithACommentStaysSuccess() {
            assertThat(new StoreResult(Status.SUCCESS, "coerced").describe()).isEqualTo("success (0x0000) \"coerced\"");
            assertThat(new StoreResult(Status.SUCCESS, (String) null)).isEqualTo(new StoreResult(0, StatusDetail.NONE));
        }
    }

    @Nested
    class OfCounts {

        private SubOperations counts(CommandSet response) {
            return SubOperations.of(response);
        }

        @Test
        void absentIsNotZero() {
            CommandSet response = new CommandSet().setInt(CommandSet.FAILED_SUB_OPERATIONS, 0);
            assertThat(counts(response)).isEqualTo(new SubOperations(SubOperations.ABSENT, SubOperations.ABSENT, 0,
                    SubOperations.ABSENT));
            assertThat(SubOperations.isKnown(counts(response).failed())).isTrue();
            assertThat(SubOperations.isKnown(counts(response).remaining())).isFalse();
        }

        @Test
        void whatIsNoCountIsUnknown() {
            CommandSet response = new CommandSet().setInt(CommandSet.REMAINING_SUB_OPERATIONS, -1)
                    .setInt(CommandSet.COMPLETED_SUB_OPERATIONS, -200).setText(CommandSet.FAILED_SUB_OPERATIONS, "many")
                    .setText(CommandSet.WARNING_SUB_OPERATIONS, "");
            assertThat(counts(response)).isEqualTo(new SubOperations(SubOperations.ABSENT, SubOperations.ABSENT,
                    SubOperations.ABSENT, SubOperations.ABSENT));
        }

        @Test
        void numbersOfFourBytesAreTaken() {
            CommandSet response = new CommandSet().setTags(CommandSet.COMPLETED_SUB_OPERATIONS, List.of(0x00050000));
            assertThat(counts(response).completed()).isEqualTo(5);
        }

        @Test
        void unknownCountsStayUnknown() {
            SubOperations unknown = new SubOperations(SubOperations.ABSENT, 0, SubOperations.ABSENT, 0);
            assertThat(unknown.plus(Status.UNABLE_TO_PROCESS).plus(Status.SUCCESS))
                    .isEqualTo(new SubOperations(SubOperations.ABSENT, 1, SubOperations.ABSENT, 0));
        }
    }

    @Nested
    class ToAnotherMessage {

        @Test
        void secondFinalResponseIsPassedOver() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet find = request(p);
                p.sendCommand(CONTEXT, response(find, Status.SUCCESS, false));
                sendMatch(p, response(find, Status.PENDING, true), "1.2.9");
                p.sendCommand(CONTEXT, response(find, Status.CANCEL, false));
                CommandSet second = request(p);
                sendMatch(p, response(second, Status.PENDING, true), "1.2.1");
                p.sendCommand(CONTEXT, response(second, Status.SUCCESS, false));
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRq());
                p.send(new Pdu.ReleaseRp());
            }); Association association = open(peer, FIND)) {
                List<String> matches = new ArrayList<>();
                FindScu.find(association, FIND, STUDIES, match -> matches.add("of the first"));
                FindResult result = FindScu.find(association, FIND, STUDIES,
                        match -> matches.add(match.getString(Tag.StudyInstanceUID)));
                assertThat(result).isEqualTo(new FindResult(Status.SUCCESS, "", 1));
                assertThat(matches).containsExactly("1.2.1");
            }
        }

        @Test
        void secondResponseToAnObjectIsPassedOver() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet first = request(p);
                p.sendCommand(3, response(first, Status.SUCCESS, false));
                p.sendCommand(3, response(first, Status.UNABLE_TO_PROCESS, false));
                p.sendCommand(3, response(request(p), Status.SUCCESS, false)
                        .without(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO));
                p.receive();
                p.send(new Pdu.ReleaseRp());
            }); Association association = Association.open(peer.request().build())) {
                List<Integer> statuses = new ArrayList<>();
                StoreScu.storeAll(association, List.of(GeneratedSource.ct(100), GeneratedSource.ct(100)).iterator(),
                        new StoreListener() {
                            @Override
                            public void stored(StoreSource source, StoreResult result) {
                                statuses.add(result.status());
                            }

                            @Override
                            public void notSent(StoreSource source, IOException reason) {
                                statuses.add(-1);
                            }
                        });
                assertThat(statuses).containsExactly(0, 0);
            }
        }

        @Test
        void responseToWhatWasNeverAskedIsAnError() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet request = p.receiveCommand();
                p.sendCommand(1, response(request, 0, false).setInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, 99));
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(MalformedPduException.class)
                        .hasMessageContaining("message id");
            }
        }

        @Test
        void responseWithoutAMessageIdIsTaken() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.sendCommand(1, response(p.receiveCommand(), 0, false)
                        .without(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO));
                p.receive();
                p.send(new Pdu.ReleaseRp());
            }); Association association = Association.open(peer.request().build())) {
                assertThat(EchoScu.echo(association)).isZero();
            }
        }
    }

    @Nested
    class AnnouncingADataSet {

        @Test
        void finalResponseWhoseDataSetNeverComesDisturbsNothing() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.sendCommand(CONTEXT, response(request(p), Status.SUCCESS, true));
                p.sendCommand(1, response(p.receiveCommand(), Status.SUCCESS, true));
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRq());
                p.send(new Pdu.ReleaseRp());
            }); Association association = open(peer, FIND)) {
                assertThat(FindScu.find(association, FIND, STUDIES, match -> { }).status()).isZero();
                assertThat(EchoScu.echo(association)).isZero();
            }
        }

        @Test
        void matchThatNeverComesIsAnError() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet request = request(p);
                p.sendCommand(CONTEXT, response(request, Status.PENDING, true));
                p.sendCommand(CONTEXT, response(request, Status.SUCCESS, false));
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = open(peer, FIND)) {
                assertThatThrownBy(() -> FindScu.find(association, FIND, STUDIES, match -> { }))
                        .isInstanceOf(MalformedPduException.class);
            }
        }

        @Test
        void unreadableListOfFailedInstancesTakesNothingFromTheStatus() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                CommandSet response = response(request(p), Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES, true)
                        .setInt(CommandSet.FAILED_SUB_OPERATIONS, 1);
                p.sendCommand(CONTEXT, response);
                p.sendData(CONTEXT, 2, new byte[] {8, 0, 0x58, 0, 99, 0, 0, 0, 1});
                p.receive();
                p.send(new Pdu.ReleaseRp());
            }); Association association = open(peer, MOVE)) {
                RetrieveResult result = MoveScu.move(association, MOVE, STUDIES, "DEST", counts -> { });
                assertThat(result.status()).isEqualTo(0xB000);
                assertThat(result.counts().failed()).isEqualTo(1);
                assertThat(result.failedSopInstanceUids()).isEmpty();
            }
        }
    }
}
