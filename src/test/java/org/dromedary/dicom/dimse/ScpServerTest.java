package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.GeneratedSource;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.RawPeer;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.Deadline;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.PduEncoder;
import org.dromedary.dicom.ul.Timeouts;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ScpServerTest {

    private static ScpServer server(Timeouts timeouts, int maxAssociations) throws IOException {
        return ScpServer.builder().timeouts(timeouts).maxAssociations(maxAssociations)
                .store((request, data) -> Status.SUCCESS).build().start();
    }

    private static int echo(ScpServer server) throws IOException {
        try (Association association = Association.open(Pair.request(server).build())) {
            return EchoScu.echo(association);
        }
    }

    @Nested
    class UnderHostileInput {
        @Test
        void garbageIsAnsweredByAbortAndTheServerGoesOn() throws Exception {
            try (ScpServer server = server(TestLimits.SHORT, 10)) {
                try (RawPeer peer = RawPeer.connect(server.port())) {
                    peer.sendBytes("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(peer.receive()).isInstanceOf(Pdu.Abort.class);
                }
                assertThat(echo(server)).isZero();
            }
        }

        @Test
        void randomBytesNeverKillTheAcceptLoop() throws Exception {
            Random random = new Random(42);
            byte[] request = PduEncoder.encode(RawPeer.request());
            try (ScpServer server = server(TestLimits.SHORT, 10)) {
                for (int round = 0; round < 200; round++) {
                    byte[] bytes = request.clone();
                    for (int i = 0; i < 3; i++) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                    try (RawPeer peer = RawPeer.connect(server.port())) {
                        peer.sendBytes(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
                    } catch (IOException e) {
                        assertThat(e).as("a connection may be refused over the limit").isNotNull();
                    }
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> server.associations() == 0);
                assertThat(echo(server)).isZero();
            }
        }

        @Test
        void slowLorisEndsByTheAssociationLimit() throws Exception {
            byte[] request = PduEncoder.encode(RawPeer.request());
            try (ScpServer server = server(TestLimits.SHORT, 10); RawPeer peer = RawPeer.connect(server.port())) {
                CompletableFuture<Void> drip = CompletableFuture.runAsync(() -> drip(peer, request));
                await().atMost(Duration.ofSeconds(10)).until(() -> server.associations() == 1);
                await().atMost(Duration.ofSeconds(10)).until(() -> server.associations() == 0);
                peer.close();
                drip.join();
            }
        }

        private void drip(RawPeer peer, byte[] request) {
            for (byte one : request) {
                try {
                    peer.sendBytes(new byte[] {one});
                    new CountDownLatch(1).await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
                } catch (IOException | InterruptedException e) {
                    return;
                }
            }
        }

        @Test
        void idleConnectionsAreBoundedAndGoAway() throws Exception {
            List<RawPeer> idle = new ArrayList<>();
            try (ScpServer server = server(TestLimits.SHORT, 5)) {
                for (int i = 0; i < 1000; i++) {
                    idle.add(RawPeer.connect(server.port()));
                }
                assertThat(server.associations()).isLessThanOrEqualTo(5 + 2 * Lobby.PLACES);
                await().atMost(Duration.ofSeconds(30)).until(() -> server.associations() == 0);
                assertThat(echo(server)).isZero();
            } finally {
                for (RawPeer peer : idle) {
                    peer.close();
                }
            }
        }

        @Test
        void whoAsksForAnAssociationGetsInAmongManyWhoDoNot() throws Exception {
            List<RawPeer> idle = new ArrayList<>();
            try (ScpServer server = server(TestLimits.LONG, 2)) {
                for (int i = 0; i < 2 * Lobby.PLACES; i++) {
                    idle.add(RawPeer.connect(server.port()));
                    if (i % 16 == 15) {
                        assertThat(echo(server)).isZero();
                    }
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> server.associations() <= Lobby.PLACES);
                idle.get(0).awaitClose();
                assertThat(echo(server)).isZero();
            } finally {
                for (RawPeer peer : idle) {
                    peer.close();
                }
            }
        }

        @Test
        void dataBeforeNegotiationIsAnsweredByAbort() throws Exception {
            try (ScpServer server = server(TestLimits.SHORT, 5); RawPeer peer = RawPeer.connect(server.port())) {
                peer.sendData(1, 3, new byte[10]);
                assertThat(peer.receive()).isInstanceOf(Pdu.Abort.class);
                peer.awaitClose();
            }
        }

        @Test
        void commandBytesThatMakeNoSenseAreAnsweredByAbort() throws Exception {
            try (ScpServer server = server(TestLimits.SHORT, 5); RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate();
                peer.sendData(1, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
                assertThat(peer.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.INVALID_PARAMETER_VALUE));
                peer.awaitClose();
            }
        }

        @Test
        void dataSetOfAnotherContextIsAnsweredByAbort() throws Exception {
            try (ScpServer server = server(TestLimits.SHORT, 5); RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate(Uid.CTImageStorage, Uid.MRImageStorage);
                peer.sendCommand(1, CommandSet.request(CommandSet.C_STORE_RQ, 1, true));
                peer.sendData(3, 2, new byte[10]);
                assertThat(peer.receive()).isInstanceOf(Pdu.Abort.class);
            }
        }
    }

    @Nested
    class InItsLimits {
        @Test
        void oneAssociationTooManyIsRejectedForNow() throws Exception {
            try (ScpServer server = server(TestLimits.LONG, 2);
                    Association first = Association.open(Pair.request(server).build());
                    Association second = Association.open(Pair.request(server).build())) {
                assertThatThrownBy(() -> echo(server)).isInstanceOfSatisfying(AssociationRejectedException.class,
                        e -> {
                            assertThat(e.isTransient()).isTrue();
                            assertThat(e).hasMessageContaining("local limit exceeded");
                        });
                second.release();
                assertThat(echo(server)).isZero();
                assertThat(EchoScu.echo(first)).isZero();
            }
        }

        @Test
        void longUnusedAssociationMakesRoomForTheNext() throws Exception {
            try (ScpServer server = server(TestLimits.LONG, 1); RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate();
                await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> echo(server) == 0);
                assertThat(peer.receive()).isEqualTo(new Pdu.Abort(0, 0));
            }
        }

        @Test
        void associationAfterAssociationFitsALimitOfOne() throws Exception {
            try (ScpServer server = server(TestLimits.LONG, 1)) {
                for (int i = 0; i < 50; i++) {
                    assertThat(echo(server)).isZero();
                }
            }
        }

        @Test
        void idleAssociationIsEnded() throws Exception {
            try (ScpServer server = server(TestLimits.SHORT, 5);
                    RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate();
                assertThat(peer.receive()).isEqualTo(new Pdu.Abort(0, 0));
            }
        }

        @Test
        void objectThatStallsIsEndedByTheResponseLimit() throws Exception {
            try (ScpServer server = server(TestLimits.SHORT, 5);
                    RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate(Uid.CTImageStorage);
                peer.sendCommand(1, CommandSet.request(CommandSet.C_STORE_RQ, 1, true));
                peer.sendData(1, 0, new byte[100]);
                assertThat(peer.receive()).isEqualTo(new Pdu.Abort(0, 0));
            }
        }
    }

    @Nested
    class InOrder {
        @Test
        void operationsNobodyOffersAreRefusedAndTheAssociationLives() throws Exception {
            try (ScpServer server = server(TestLimits.LONG, 5); RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate();
                peer.sendCommand(1, CommandSet.request(0x0140, 5, true));
                peer.sendData(1, 2, new byte[100]);
                assertThat(peer.receiveCommand().status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
                peer.sendCommand(1, CommandSet.request(CommandSet.C_ECHO_RQ, 6, false));
                assertThat(peer.receiveCommand().status()).isZero();
                peer.send(new Pdu.ReleaseRq());
                assertThat(peer.receive()).isEqualTo(new Pdu.ReleaseRp());
            }
        }

        @Test
        void requestsSentAheadInOneSegmentAreAllAnswered() throws Exception {
            try (ScpServer server = server(TestLimits.LONG, 5); RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate();
                java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
                for (int i = 1; i <= 20; i++) {
                    all.writeBytes(RawPeer.data(1, 3, CommandSet.request(CommandSet.C_ECHO_RQ, i, false).encode()));
                }
                peer.sendBytes(all.toByteArray());
                for (int i = 1; i <= 20; i++) {
                    assertThat(peer.receiveCommand().getInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, 0))
                            .isEqualTo(i);
                }
            }
        }

        @Test
        void collisionEndsInOrderOnTheAcceptorsSide() throws Exception {
            CompletableFuture<Association> accepted = new CompletableFuture<>();
            try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).store((request, data) -> {
                data.drain();
                accepted.complete(request.association());
                request.association().release();
                return Status.SUCCESS;
            }).build().start(); RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate(Uid.CTImageStorage);
                peer.sendCommand(1, CommandSet.request(CommandSet.C_STORE_RQ, 1, true));
                peer.sendData(1, 2, new byte[2]);
                assertThat(peer.receive()).isEqualTo(new Pdu.ReleaseRq());
                peer.send(new Pdu.ReleaseRq());
                peer.send(new Pdu.ReleaseRp());
                assertThat(peer.receive()).isEqualTo(new Pdu.ReleaseRp());
                peer.close();
                assertThat(accepted.join().isOpen()).isFalse();
            }
        }

        @Test
        void closingEndsIdleAssociationsAndLetsTheBusyOneFinish() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).store((request, data) -> {
                started.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return Status.SUCCESS;
            }).build().start();
            try (Association idle = Association.open(Pair.request(server).build());
                    Association busy = Association.open(Pair.request(server)
                            .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
                CompletableFuture<Integer> stored = CompletableFuture.supplyAsync(() -> store(busy));
                started.await();
                CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
                assertThatThrownBy(() -> idle.upper().nextPdv(new Deadline(Duration.ofSeconds(10), "abort")))
                        .isInstanceOf(AssociationAbortedException.class);
                goOn.countDown();
                assertThat(stored.join()).isZero();
                closed.join();
                assertThatCode(server::close).doesNotThrowAnyException();
            }
        }

        private int store(Association association) {
            try {
                return StoreScu.store(association, GeneratedSource.ct(1000)).status();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
