package org.dromedary.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A sender of HL7 messages by MLLP that can also do it wrong. */
public final class MllpClient implements AutoCloseable {

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    public MllpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Sends a message and returns its answer. */
    public String ask(String message) throws IOException {
        return ask(message.getBytes(StandardCharsets.UTF_8));
    }

    public String ask(byte[] message) throws IOException {
        raw(block(message));
        return answer();
    }

    /** A message with its framing. */
    public static byte[] block(byte[] message) {
        byte[] block = new byte[message.length + 3];
        block[0] = START;
        System.arraycopy(message, 0, block, 1, message.length);
        block[message.length + 1] = END;
        block[message.length + 2] = '\r';
        return block;
    }

    /** Sends bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Waits for the next answer; {@link IOException} if the connection ends instead. */
    public String answer() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int b = in.read();
        while (b != END) {
            if (b < 0) {
                throw new EOFException("no answer");
            }
            if (b != START) {
                answer.write(b);
            }
            b = in.read();
        }
        in.read();
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
