package org.dromedary.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.GeneratedSource;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ByteGateTest {

    private static final int SIZE = 3_000_000;

    /** Lets all pass in small pieces and remembers them. */
    private static class Counting implements ByteGate {
        final AtomicLong bytes = new AtomicLong();
        final AtomicInteger largest = new AtomicInteger();

        @Override
        public int piece(int wanted) {
            return Math.min(wanted, 10_000);
        }

        @Override
        public void pass(int count) throws IOException {
            bytes.addAndGet(count);
            largest.accumulateAndGet(count, Math::max);
        }

        @Override
        public int buffer() {
            return 64 * 1024;
        }
    }

    private static Pair pair(ByteGate scp, ByteGate scu, Timeouts limits) throws IOException {
        return Pair.of(server -> server.byteGate(scp).store((request, data) -> {
            data.drain();
            return Status.SUCCESS;
        }), client -> client.byteGate(scu).timeouts(limits)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian));
    }

    @Test
    void everyByteOfBothDirectionsPassesInPieces() throws Exception {
        Counting here = new Counting();
        Counting there = new Counting();
        try (Pair pair = pair(there, here, TestLimits.LONG)) {
            assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(SIZE)).status()).isZero();
            pair.association().release();
        }
        assertThat(here.bytes.get()).isGreaterThan(SIZE).isLessThan(SIZE + 10_000L);
        assertThat(there.bytes.get()).as("what one side writes the other reads").isEqualTo(here.bytes.get());
        assertThat(here.largest.get()).isLessThanOrEqualTo(10_000);
        assertThat(there.largest.get()).isLessThanOrEqualTo(10_000);
    }

    /** A gate of which another association makes use meanwhile: what it holds back is told, not waited for here. */
    private static final class Holding extends Counting {
        private volatile long since;

        @Override
        public long heldNanos() {
            return since == 0 ? 0 : System.nanoTime() - since;
        }
    }

    @Test
    void timeoutLeavesOutWhatTheGateHeldBackMeanwhile() throws Exception {
        Holding gate = new Holding();
        CountDownLatch answer = new CountDownLatch(1);
        try (Pair pair = Pair.of(server -> server.store((request, data) -> {
            data.drain();
            gate.since = System.nanoTime();
            try {
                answer.await(2500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            return Status.SUCCESS;
        }), client -> client.byteGate(gate).timeouts(TestLimits.SHORT)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian))) {
            assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(1000)).status()).isZero();
        }
    }

    @Test
    void timeoutHoldsWhileTheGateHoldsNothingBack() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (Pair pair = Pair.of(server -> server.store((request, data) -> {
            data.drain();
            try {
                answer.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            return Status.SUCCESS;
        }), client -> client.byteGate(new Counting()).timeouts(TestLimits.SHORT)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian))) {
            assertThatThrownBy(() -> StoreScu.store(pair.association(), GeneratedSource.ct(1000)))
                    .isInstanceOf(DicomTimeoutException.class);
            answer.countDown();
        }
    }

    @Test
    void gateCanEndAnAssociation() throws Exception {
        ByteGate ending = new Counting() {
            @Override
            public void pass(int count) throws IOException {
                super.pass(count);
                if (bytes.get() > 100_000) {
                    throw new InterruptedIOException("stopping");
                }
            }
        };
        try (Pair pair = pair(ByteGate.OPEN, ending, TestLimits.LONG.withResponse(Duration.ofSeconds(5)))) {
            assertThatThrownBy(() -> StoreScu.store(pair.association(), GeneratedSource.ct(SIZE)))
                    .isInstanceOf(AssociationAbortedException.class);
            assertThat(pair.association().isOpen()).isFalse();
        }
    }
}
