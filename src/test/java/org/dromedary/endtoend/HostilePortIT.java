package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Our port, open to a thousand connections that want no association. */
class HostilePortIT {

    private static final int CONNECTIONS = 1000;
    private static final int THREADS = 4;

    @Test
    void migrationCompletesWhileAThousandConnectionsMisbehave() throws Exception {
        StudyGenerator generator = new StudyGenerator(3).matrix(16).objectsPerSeries(4).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 8)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(100)));
            Process process = rehearsal.migration.start();
            Awaitility.await().atMost(Duration.ofSeconds(90))
                    .until(() -> rehearsal.migration.output().contains("Dromedary has started"));
            try (Attack attack = new Attack(rehearsal.migration.port())) {
                assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as(rehearsal.migration.output()).isTrue();
                assertThat(attack.connected.get()).isGreaterThan(CONNECTIONS);
            }
            assertThat(process.exitValue()).as(rehearsal.migration.output()).isZero();
            assertThat(rehearsal.migration.output()).doesNotContain("\tat ", "OutOfMemory");
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
        }
    }

    /** Keeps so many connections busy until it is closed or nobody listens any more. */
    private static final class Attack implements AutoCloseable {

        final AtomicInteger connected = new AtomicInteger();
        private final InetSocketAddress address;
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean over;

        Attack(int port) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                Thread thread = new Thread(() -> attack(new Random(seed)), "attack-" + i);
                threads.add(thread);
                thread.start();
            }
        }

        private void attack(Random random) {
            Intruder[] intruders = new Intruder[CONNECTIONS / THREADS];
            for (int i = 0; i < intruders.length; i++) {
                intruders[i] = new Intruder(i % 6, random);
            }
            while (!over) {
                for (Intruder intruder : intruders) {
                    intruder.act();
                }
                LockSupport.parkNanos(50_000_000L);
            }
            for (Intruder intruder : intruders) {
                intruder.leave();
            }
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }

        /** One connection, made anew whenever it is lost. */
        private final class Intruder {
            private final int kind;
            private final Random random;
            private SocketChannel channel;
            private boolean begun;
            private long nextByte;

            Intruder(int kind, Random random) {
                this.kind = kind;
                this.random = random;
            }

            void act() {
                try {
                    if (channel == null) {
                        channel = SocketChannel.open();
                        channel.configureBlocking(false);
                        begun = false;
                        channel.connect(address);
                    } else if (channel.finishConnect()) {
                        misbehave();
                    }
                } catch (IOException dropped) {
                    leave();
                }
            }

            private void misbehave() throws IOException {
                if (!begun) {
                    begun = true;
                    connected.incrementAndGet();
                    begin();
                } else if (kind == 1 && System.nanoTime() > nextByte) {
                    nextByte = System.nanoTime() + 1_000_000_000L;
                    channel.write(ByteBuffer.wrap(new byte[] {0}));
                }
                if (channel != null && channel.read(ByteBuffer.allocate(256)) < 0) {
                    leave();
                }
            }

            private void begin() throws IOException {
                switch (kind) {
                    case 1 -> channel.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 1, 0}));
                    case 2 -> {
                        byte[] garbage = new byte[1000];
                        random.nextBytes(garbage);
                        channel.write(ByteBuffer.wrap(garbage));
                    }
                    case 3 -> channel.write(ByteBuffer.wrap(new byte[] {1, 0, -1, -1, -1, -1, 0, 1}));
                    case 4 -> channel.shutdownOutput();
                    case 5 -> {
                        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                        channel.write(ByteBuffer.wrap(new byte[] {4, 0, 0, 0, 0, 50}));
                        leave();
                    }
                    default -> { }
                }
            }

            void leave() {
                try {
                    if (channel != null) {
                        channel.close();
                    }
                } catch (IOException e) {
                    // It is gone either way.
                }
                channel = null;
            }
        }
    }
}
