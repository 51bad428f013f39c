package org.dromedary.hospital.hl7.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders that frame their messages right or wrong. */
class MllpSocketTest {

    private final List<String> faults = new ArrayList<>();
    private ServerSocket server;
    private Socket sender;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sender = new Socket(server.getInetAddress(), server.getLocalPort());
        accepted = server.accept();
        accepted.setSoTimeout(10_000);
    }

    @AfterEach
    void hangUp() throws IOException {
        sender.close();
        accepted.close();
        server.close();
    }

    private InputStream blocks(boolean lenient) throws IOException {
        return new MllpSocket(accepted, new MllpSocket.Framing(1000, lenient, Duration.ofSeconds(2), new LargeBlocks(1),
                (from, reason) -> faults.add(reason)))
                .getInputStream();
    }

    private void send(String bytes) throws IOException {
        sender.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        sender.getOutputStream().flush();
    }

    /** One block, in as many reads as it takes. */
    private static String block(InputStream in) throws IOException {
        StringBuilder block = new StringBuilder();
        byte[] buffer = new byte[64];
        while (!block.toString().endsWith("\u001C\r")) {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return null;
            }
            block.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        return block.toString();
    }

    @Test
    void blockEndsWithFsAndCr() throws IOException {
        InputStream in = blocks(false);
        send("\u000Bone\u001C\r\u000Btwo\u001C\r");
        assertThat(block(in)).isEqualTo("\u000Bone\u001C\r");
        assertThat(block(in)).isEqualTo("\u000Btwo\u001C\r");
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u000Bone\u001C\u000Btwo\u001C\r", "\u000Bone\u001C\u001C\r",
            "\u000Btext\u001Cmore\u001C\r"})
    void fsWithoutCrEndsTheConnectionAndIsTold(String bytes) throws IOException {
        InputStream in = blocks(false);
        send(bytes);
        assertThatThrownBy(() -> block(in)).isInstanceOf(IOException.class);
        assertThat(faults).containsExactly("FS without the CR that ends a block; its connection is reset");
    }

    @Test
    void fsWithoutCrIsTakenWhereThatIsAllowed() throws IOException {
        InputStream in = blocks(true);
        send("\u000Bone\u001C\u000Btwo\u001C");
        assertThat(block(in)).isEqualTo("\u000Bone\u001C\r");
        assertThat(block(in)).as("nothing comes behind it").isEqualTo("\u000Btwo\u001C\r");
        send("\r\u000Bthree\u001C\r");
        assertThat(block(in)).isEqualTo("\u000Bthree\u001C\r");
        assertThat(faults).isEmpty();
    }

    @Test
    void fsWithinATextIsNeverTheEnd() throws IOException {
        InputStream in = blocks(true);
        send("\u000Bfirst half\u001Csecond half\u001C\r");
        assertThatThrownBy(() -> block(in)).isInstanceOf(IOException.class);
        assertThat(faults).hasSize(1);
    }

    @Test
    void bytesWithoutVtAreSkippedAndToldOnce() throws IOException {
        InputStream in = blocks(false);
        send("MSH|no start\u001C\rMSH|again\u001C\r\u000Bone\u001C\r");
        assertThat(block(in)).isEqualTo("\u000Bone\u001C\r");
        assertThat(faults).containsExactly("bytes outside of a block, which begins with VT, are skipped");
    }

    @Test
    void endWithinAMessageIsTold() throws IOException {
        InputStream in = blocks(false);
        send("\u000Bhalf of it");
        sender.close();
        assertThat(block(in)).isNull();
        assertThat(faults).containsExactly("it ended the connection within a message, which is not kept");
    }

    @Test
    void messageThatTricklesIsEndedThoughItIsNeverSilentForLong() throws IOException {
        InputStream in = blocks(false);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            send("\u000B");
            clock.scheduleAtFixedRate(() -> {
                try {
                    send("x");
                } catch (IOException e) {
                    throw new IllegalStateException("ended", e);
                }
            }, 0, 300, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> block(in)).isInstanceOf(IOException.class);
            assertThat(faults).containsExactly(
                    "a message took longer than dromedary.hl7.message-timeout; its connection is reset");
        } finally {
            clock.shutdownNow();
        }
    }

    @Test
    void connectionThatEndsBetweenMessagesIsNoFault() throws IOException {
        InputStream in = blocks(false);
        send("\u000Bone\u001C\r");
        sender.close();
        assertThat(block(in)).isNotNull();
        assertThat(block(in)).isNull();
        assertThat(faults).isEmpty();
    }
}
