package org.dromedary.hospital.hl7.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many senders at once may cost, counted. */
@Timeout(120)
class ManySendersTest {

    private static final int SENDERS = 16;
    private static final int SIZE = 2_000_000;
    private static final int PLACES = 3;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, SENDERS, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        threads.shutdownNow();
    }

    private MllpSocket connect(LargeBlocks large) throws IOException {
        Socket sender = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        sockets.add(sender);
        sockets.add(accepted);
        return new MllpSocket(accepted, new MllpSocket.Framing(10_000_000, false, Duration.ofMinutes(1), large,
                (from, reason) -> { }));
    }

    private Socket senderOf(int number) {
        return sockets.get(2 * number);
    }

    private void sendBlock(int number, int size) {
        threads.execute(() -> {
            byte[] block = new byte[size];
            java.util.Arrays.fill(block, (byte) 'x');
            block[0] = 0x0B;
            block[size - 2] = 0x1C;
            block[size - 1] = '\r';
            try {
                senderOf(number).getOutputStream().write(block);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Reads a block, adding its bytes to those held; returns how many it has. */
    private static int read(MllpSocket socket, AtomicLong held, AtomicLong most) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        int size = 0;
        int last = 0;
        while (true) {
            int count = in.read(buffer, 0, buffer.length);
            size += count;
            most.accumulateAndGet(held.addAndGet(count), Math::max);
            if (buffer[count - 1] == '\r' && (count > 1 ? buffer[count - 2] : last) == 0x1C) {
                return size;
            }
            last = buffer[count - 1];
        }
    }

    @Test
    void largeMessagesHaveAsManyPlacesInMemoryAsThereAreAndAllArrive() throws Exception {
        LargeBlocks large = new LargeBlocks(PLACES);
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicInteger arrived = new AtomicInteger();
        for (int i = 0; i < SENDERS; i++) {
            MllpSocket socket = connect(large);
            sendBlock(i, SIZE);
            threads.execute(() -> {
                try {
                    int size = read(socket, held, most);
                    arrived.incrementAndGet();
                    held.addAndGet(-size);
                    socket.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> arrived.get() == SENDERS);
        assertThat(most.get()).isGreaterThan(SIZE)
                .isLessThanOrEqualTo((long) PLACES * SIZE + (long) SENDERS * (LargeBlocks.LARGE + 8192));
    }

    @Test
    void smallMessagesPassWhileLargeOnesWait() throws Exception {
        LargeBlocks large = new LargeBlocks(1);
        MllpSocket holder = connect(large);
        MllpSocket other = connect(large);
        AtomicLong bytes = new AtomicLong();
        senderOf(0).getOutputStream().write(0x0B);
        senderOf(0).getOutputStream().write(new byte[LargeBlocks.LARGE + 10]);
        threads.execute(() -> {
            try {
                read(holder, bytes, bytes);
            } catch (IOException | RuntimeException e) {
                // It ends with the test.
            }
        });
        await().until(() -> large.size() == 1);
        sendBlock(1, 50_000);
        assertThat(read(other, new AtomicLong(), new AtomicLong())).isEqualTo(50_000);
    }

    @Test
    void connectionThatRestsWithALargeBufferMakesRoomForTheNextLargeMessage() throws Exception {
        LargeBlocks large = new LargeBlocks(1);
        MllpSocket resting = connect(large);
        MllpSocket next = connect(large);
        sendBlock(0, SIZE);
        threads.execute(() -> {
            try {
                read(resting, new AtomicLong(), new AtomicLong());
                resting.getInputStream().read();
            } catch (IOException e) {
                // Ended for the other.
            }
        });
        await().until(() -> large.size() == 1 && resting.isResting() && resting.hasBrought());
        sendBlock(1, SIZE);
        assertThat(read(next, new AtomicLong(), new AtomicLong())).isEqualTo(SIZE);
        assertThat(resting.isClosed()).isTrue();
    }

    @Test
    void connectionThatBroughtNothingMakesRoomBeforeOneThatDid() throws Exception {
        LargeBlocks large = new LargeBlocks(1);
        Connections connections = new Connections(2);
        MllpSocket engine = connect(large);
        sendBlock(0, 100);
        read(engine, new AtomicLong(), new AtomicLong());
        MllpSocket silent = connect(large);
        assertThat(connections.enter(engine)).isTrue();
        assertThat(connections.enter(silent)).isTrue();
        MllpSocket next = connect(large);
        assertThat(connections.enter(next)).as("nobody has been idle for long").isFalse();
        await().atMost(Duration.ofSeconds(20)).until(() -> connections.enter(next));
        assertThat(silent.isClosed()).isTrue();
        assertThat(engine.isClosed()).isFalse();
    }
}
