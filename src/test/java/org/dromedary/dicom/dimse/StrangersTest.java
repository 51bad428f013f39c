package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.dicom.ul.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server does with those who use up its places, its time or its disk. */
@Timeout(120)
class StrangersTest {

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
    private final List<RawPeer> peers = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        clock.shutdownNow();
        for (RawPeer peer : peers) {
            peer.close();
        }
    }

    private static ScpServer.Builder server(Timeouts timeouts) {
        return ScpServer.builder().timeouts(timeouts).store((request, data) -> Status.SUCCESS);
    }

    private static int echo(ScpServer server) throws IOException {
        try (Association association = Association.open(Pair.request(server).build())) {
            return EchoScu.echo(association);
        }
    }

    /** An association with a C-STORE whose data set has begun. */
    private RawPeer storing(ScpServer server) throws IOException {
        RawPeer peer = RawPeer.connect(server.port());
        peers.add(peer);
        peer.associate(Uid.CTImageStorage);
        peer.sendCommand(1, CommandSet.request(CommandSet.C_STORE_RQ, 1, true));
        return peer;
    }

    /** Sends these bytes again and again, until the peer is gone. */
    private void trickle(RawPeer peer, byte[] bytes) {
        clock.scheduleAtFixedRate(() -> {
            try {
                peer.sendBytes(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("gone", e);
            }
        }, 0, 300, TimeUnit.MILLISECONDS);
    }

    @Nested
    class WhoTrickles {
        private final Timeouts brief = TestLimits.LONG.withTransfer(Duration.ofSeconds(1));

        @Test
        void isEndedByTheLimitOfThePdu() throws Exception {
            try (ScpServer server = server(brief).build().start()) {
                RawPeer peer = storing(server);
                peer.sendBytes(Arrays.copyOf(RawPeer.data(1, 0, new byte[16_000]), 100));
                trickle(peer, new byte[2]);
                await().atMost(Duration.ofSeconds(60)).until(() -> server.associations() == 0);
            }
        }

        @Test
        void isEndedByTheLimitOfTheMessageHoweverSmallItsPdusAre() throws Exception {
            try (ScpServer server = server(brief).build().start()) {
                trickle(storing(server), RawPeer.data(1, 0, new byte[2]));
                await().atMost(Duration.ofSeconds(60)).until(() -> server.associations() == 0);
            }
        }

        @Test
        void isEndedWithinACommandToo() throws Exception {
            try (ScpServer server = server(brief).build().start()) {
                RawPeer peer = RawPeer.connect(server.port());
                peers.add(peer);
                peer.associate();
                trickle(peer, RawPeer.data(1, 1, new byte[2]));
                await().atMost(Duration.ofSeconds(60)).until(() -> server.associations() == 0);
            }
        }

        @Test
        void makesRoomForWhoeverComesNext() throws Exception {
            try (ScpServer server = server(TestLimits.LONG.withResponse(Duration.ofMinutes(10))
                    .withTransfer(Duration.ofMinutes(10))).maxAssociations(3).build().start()) {
                for (int i = 0; i < 3; i++) {
                    trickle(storing(server), RawPeer.data(1, 0, new byte[2]));
                }
                await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> echo(server) == 0);
            }
        }

        @Test
        void isNotWhoWaitsForUs() throws Exception {
            StoreHandler slow = (request, data) -> {
                try {
                    clock.schedule(() -> { }, 2, TimeUnit.SECONDS).get();
                } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                    throw new IOException(e);
                }
                return Status.SUCCESS;
            };
            try (Pair pair = Pair.of(scp -> scp.timeouts(brief).store(slow),
                    scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian))) {
                assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(2_000_000)).status()).isZero();
            }
        }
    }

    @Nested
    class WhoSendsTooMuch {

        private Pair pair(StoreLimits limits, StoreHandler handler) throws IOException {
            return Pair.of(scp -> scp.storeLimits(limits).store(handler),
                    scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian));
        }

        private int store(Pair pair, long size) throws IOException {
            return StoreScu.store(pair.association(), GeneratedSource.ct(size)).status();
        }

        @Test
        void isAbortedAtTheLimitOfAnObject() throws Exception {
            AtomicLong read = new AtomicLong();
            StoreHandler reading = (request, data) -> {
                while (data.read() >= 0) {
                    read.incrementAndGet();
                }
                return Status.SUCCESS;
            };
            try (Pair pair = pair(new StoreLimits(100_000, 1 << 30, 1 << 30), reading)) {
                assertThat(store(pair, 100_000)).isZero();
                assertThatThrownBy(() -> store(pair, 2_000_000)).isInstanceOf(AssociationAbortedException.class);
                assertThat(read.get()).isLessThanOrEqualTo(200_000);
                assertThat(echo(pair.server())).isZero();
            }
        }

        @Test
        void isAbortedAtTheLimitOfTheAssociation() throws Exception {
            try (Pair pair = pair(new StoreLimits(1 << 30, 250_000, 1 << 30), (request, data) -> {
                data.drain();
                return Status.SUCCESS;
            })) {
                assertThat(store(pair, 100_000)).isZero();
                assertThat(store(pair, 100_000)).isZero();
                assertThatThrownBy(() -> store(pair, 100_000)).isInstanceOf(AssociationAbortedException.class);
            }
        }

        @Test
        void isAbortedWhenObjectsThatAreNotTakenCostTooMuch() throws Exception {
            boolean[] taken = new boolean[1];
            try (Pair pair = pair(new StoreLimits(1 << 30, 1 << 30, 250_000),
                    (request, data) -> taken[0] ? Status.SUCCESS : Status.OUT_OF_RESOURCES)) {
                assertThat(store(pair, 200_000)).isEqualTo(Status.OUT_OF_RESOURCES);
                taken[0] = true;
                assertThat(store(pair, 900_000)).isZero();
                taken[0] = false;
                assertThat(store(pair, 200_000)).as("counted anew").isEqualTo(Status.OUT_OF_RESOURCES);
                assertThatThrownBy(() -> store(pair, 200_000)).isInstanceOf(AssociationAbortedException.class);
            }
        }
    }

    @Nested
    class WhoIsNotPreferred {
        private final AtomicLong passed = new AtomicLong();
        private final ByteGate counting = new ByteGate() {
            @Override
            public int piece(int wanted) {
                return wanted;
            }

            @Override
            public void pass(int bytes) {
                passed.addAndGet(bytes);
            }
        };

        private ScpServer server() throws IOException {
            return StrangersTest.server(TestLimits.LONG).maxAssociations(8).byteGate(counting)
                    .preferred(info -> info.callingAeTitle().equals("ARCHIVE")).build().start();
        }

        private Association open(ScpServer server, String calling) throws IOException {
            return Association.open(Pair.request(server).calling(calling).build());
        }

        @Test
        void hasAQuarterOfThePlaces() throws Exception {
            List<Association> open = new ArrayList<>();
            try (ScpServer server = server()) {
                open.add(open(server, "STRANGER"));
                open.add(open(server, "STRANGER"));
                assertThatThrownBy(() -> open(server, "STRANGER")).isInstanceOf(AssociationRejectedException.class);
                for (int i = 0; i < 6; i++) {
                    open.add(open(server, "ARCHIVE"));
                }
                open.remove(0).release();
                open.add(open(server, "STRANGER"));
            } finally {
                open.forEach(Association::close);
            }
        }

        @Test
        void usesNothingOfThePace() throws Exception {
            try (ScpServer server = server()) {
                try (Association stranger = open(server, "STRANGER")) {
                    assertThat(EchoScu.echo(stranger)).isZero();
                }
                assertThat(passed).hasValue(0);
                try (Association archive = open(server, "ARCHIVE")) {
                    assertThat(EchoScu.echo(archive)).isZero();
                }
                assertThat(passed).hasPositiveValue();
            }
        }
    }
}
