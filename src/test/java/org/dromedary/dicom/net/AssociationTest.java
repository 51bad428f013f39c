package org.dromedary.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomNetworkException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.PduEncoder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AssociationTest {

    private static byte[] echoResponse(CommandSet request) {
        return CommandSet.response(request, Status.SUCCESS, null, false).encode();
    }

    @Nested
    class WhileNegotiating {
        @Test
        void rejectionIsToldInWords() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.receive();
                p.send(new Pdu.AssociateRj(1, 1, 7));
                p.awaitClose();
            })) {
                assertThatThrownBy(() -> Association.open(peer.request().build()))
                        .isInstanceOfSatisfying(AssociationRejectedException.class, e -> {
                            assertThat(e.isTransient()).isFalse();
                            assertThat(e).hasMessageContaining("called AE title not recognized");
                        });
            }
        }

        @Test
        void abortInsteadOfAnAnswerIsTold() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.receive();
                p.send(new Pdu.Abort(2, 1));
                p.awaitClose();
            })) {
                assertThatThrownBy(() -> Association.open(peer.request().build()))
                        .isInstanceOfSatisfying(AssociationAbortedException.class,
                                e -> assertThat(e.reason()).isEqualTo(1));
            }
        }

        @Test
        void closedConnectionIsTold() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(RawPeer::receive)) {
                assertThatThrownBy(() -> Association.open(peer.request().build()))
                        .isInstanceOf(AssociationAbortedException.class).hasMessageContaining("closed by the peer");
            }
        }

        @Test
        void silenceEndsByTheAssociationLimit() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.receive();
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(0, 0));
            })) {
                assertThatThrownBy(() -> Association.open(peer.request().build()))
                        .isInstanceOf(DicomTimeoutException.class).hasMessageContaining("negotiation");
            }
        }

        @Test
        void refusedConnectionNamesHostAndPort() throws Exception {
            int port;
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = closed.getLocalPort();
            }
            assertThatThrownBy(() -> Association.open(AssociationRequest.to("127.0.0.1", port)
                    .context("1.2.840.10008.1.1", "1.2.840.10008.1.2").build()))
                    .isInstanceOf(DicomNetworkException.class).hasMessageContaining("port " + port);
        }

        @Test
        void garbageIsAnsweredByAbort() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.receive();
                p.sendBytes("SSH-2.0-OpenSSH_9.2p1 and so on".getBytes(StandardCharsets.US_ASCII));
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.UNRECOGNIZED_PDU));
            })) {
                assertThatThrownBy(() -> Association.open(peer.request().build()))
                        .isInstanceOfSatisfying(MalformedPduException.class, e -> {
                            assertThat(e.field()).isEqualTo("PDU type");
                            assertThat(e.offset()).isZero();
                        });
            }
        }

        @Test
        void answerTruncatedAtAnyOffsetNeverHangs() throws Exception {
            byte[] answer = PduEncoder.encode(new Pdu.AssociateAc(1, "A", "B", Pdu.APPLICATION_CONTEXT,
                    java.util.List.of(), RawPeer.user(0)));
            for (int length = 0; length < answer.length; length += 7) {
                byte[] cut = Arrays.copyOf(answer, length);
                try (ScriptedPeer peer = new ScriptedPeer(p -> {
                    p.receive();
                    p.sendBytes(cut);
                })) {
                    assertThat(catchThrowable(() -> Association.open(peer.request().build())))
                            .isInstanceOf(DicomNetworkException.class);
                }
            }
        }

        @Test
        void hugeControlPduIsRefusedBeforeMemoryIsTaken() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.receive();
                p.sendBytes(ByteBuffer.allocate(6).put((byte) 2).put((byte) 0).putInt(-1).array());
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.INVALID_PARAMETER_VALUE));
            })) {
                assertThatThrownBy(() -> Association.open(peer.request().build()))
                        .isInstanceOf(MalformedPduException.class).hasMessageContaining("A-ASSOCIATE-AC length");
            }
        }
    }

    @Nested
    class WhileEstablished {
        @Test
        void unexpectedPduIsAnsweredByAbort() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveCommand();
                p.send(RawPeer.request());
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.UNEXPECTED_PDU));
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(AssociationAbortedException.class);
                assertThat(association.isOpen()).isFalse();
            }
        }

        @Test
        void longerDataThanAnnouncedIsAnsweredByAbort() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveCommand();
                p.sendData(1, 3, new byte[5000]);
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.INVALID_PARAMETER_VALUE));
            }); Association association = Association.open(peer.request().maxPduLength(4096).build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOfSatisfying(
                        MalformedPduException.class, e -> assertThat(e.field()).isEqualTo("P-DATA-TF length"));
            }
        }

        @Test
        void wrongValueLengthsAreAnsweredByAbort() throws Exception {
            for (int pdvLength : new int[] {0, 1, 100, -1}) {
                try (ScriptedPeer peer = new ScriptedPeer(p -> {
                    p.acceptAssociation(16384);
                    p.receiveCommand();
                    byte[] pdu = RawPeer.data(1, 3, new byte[20]);
                    ByteBuffer.wrap(pdu).putInt(6, pdvLength);
                    p.sendBytes(pdu);
                    assertThat(p.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.INVALID_PARAMETER_VALUE));
                }); Association association = Association.open(peer.request().build())) {
                    assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOfSatisfying(
                            MalformedPduException.class, e -> assertThat(e.offset()).isEqualTo(6));
                }
            }
        }

        @Test
        void contextThatWasNeverAcceptedIsAnsweredByAbort() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.sendData(77, 3, echoResponse(p.receiveCommand()));
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(MalformedPduException.class)
                        .hasMessageContaining("presentation context id");
            }
        }

        @Test
        void fragmentsOfOneByteMakeACommand() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                byte[] response = echoResponse(p.receiveCommand());
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int i = 0; i < response.length; i++) {
                    boolean last = i == response.length - 1;
                    all.writeBytes(RawPeer.data(1, last ? 3 : 1, new byte[] {response[i]}));
                }
                for (byte one : all.toByteArray()) {
                    p.sendBytes(new byte[] {one});
                }
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRq());
                p.send(new Pdu.ReleaseRp());
            }); Association association = Association.open(peer.request().build())) {
                assertThat(EchoScu.echo(association)).isZero();
            }
        }

        @Test
        void endlessCommandIsAnsweredByAbort() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveCommand();
                for (int i = 0; i < 5; i++) {
                    p.sendData(1, 1, new byte[16000]);
                }
                assertThat(p.receive()).isInstanceOf(Pdu.Abort.class);
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(MalformedPduException.class)
                        .hasMessageContaining("command set length");
            }
        }

        @Test
        void silenceEndsByTheResponseLimit() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveCommand();
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(0, 0));
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(DicomTimeoutException.class);
                assertThat(association.isOpen()).isFalse();
            }
        }

        @Test
        void peerThatStopsReadingEndsTheWriteByItsLimit() throws Exception {
            java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(0);
                done.await();
            })) {
                try (Association association = Association.open(peer.request().build())) {
                    assertThatThrownBy(() -> StoreScu.store(association, GeneratedSource.ct(1L << 30)))
                            .isInstanceOf(DicomTimeoutException.class).hasMessageContaining("writing");
                } finally {
                    done.countDown();
                }
            }
        }

        @Test
        void abortDuringASendIsTold() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveData();
                p.send(new Pdu.Abort(0, 0));
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> StoreScu.store(association, GeneratedSource.ct(64L << 20)))
                        .isInstanceOf(AssociationAbortedException.class);
            }
        }

        @Test
        void abortFromAnotherThreadEndsAWait() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveCommand();
                p.awaitClose();
            }); Association association = Association.open(
                    peer.request().timeouts(TestLimits.LONG).build())) {
                Thread other = new Thread(association::abort);
                assertThatThrownBy(() -> {
                    association.onIncoming((a, m) -> { });
                    association.send(association.require("1.2.840.10008.1.1", null),
                            CommandSet.request(CommandSet.C_ECHO_RQ, 1, false));
                    other.start();
                    association.awaitResponse(CommandSet.C_ECHO_RQ);
                }).isInstanceOf(AssociationAbortedException.class);
            }
        }
    }

    @Nested
    class WhileReleasing {
        @Test
        void dataThatStillComesIsDropped() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRq());
                p.sendData(1, 3, new byte[100]);
                p.send(new Pdu.ReleaseRp());
                p.awaitClose();
            }); Association association = Association.open(peer.request().build())) {
                association.release();
                assertThat(association.isOpen()).isFalse();
            }
        }

        @Test
        void collisionEndsInOrderOnTheRequestorsSide() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.send(new Pdu.ReleaseRq());
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRq());
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRp());
                p.send(new Pdu.ReleaseRp());
                p.awaitClose();
            }); Association association = Association.open(peer.request().build())) {
                association.release();
            }
        }

        @Test
        void peerThatAbortsInsteadIsTold() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receive();
                p.send(new Pdu.Abort(0, 0));
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(association::release).isInstanceOf(AssociationAbortedException.class);
            }
        }

        @Test
        void peerThatReleasesInsteadOfRespondingIsTold() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receiveCommand();
                p.send(new Pdu.ReleaseRq());
                assertThat(p.receive()).isEqualTo(new Pdu.ReleaseRp());
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(AssociationAbortedException.class)
                        .hasMessageContaining("released");
            }
        }

        @Test
        void silenceEndsInAnAbort() throws Exception {
            try (ScriptedPeer peer = new ScriptedPeer(p -> {
                p.acceptAssociation(16384);
                p.receive();
                assertThat(p.receive()).isEqualTo(new Pdu.Abort(0, 0));
            }); Association association = Association.open(peer.request().build())) {
                assertThatThrownBy(association::release).isInstanceOf(DicomTimeoutException.class);
            }
        }
    }

    @Test
    void closedAssociationSaysSo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(p -> {
            p.acceptAssociation(16384);
            p.receive();
            p.send(new Pdu.ReleaseRp());
        })) {
            Association association = Association.open(peer.request().build());
            association.close();
            assertThatThrownBy(() -> EchoScu.echo(association)).isInstanceOf(IOException.class)
                    .hasMessageContaining("ended already");
            association.close();
        }
    }
}
