package org.dromedary.hospital.hl7;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.dromedary.dicom.tls.TlsParty;

/**
 * A connection to a receiver of HL7 messages (HL7 v2 Transport Specification: MLLP, release 1). It is kept while all
 * goes well; whatever goes wrong closes it, so that a late answer is never taken for that of another message. Not
 * thread-safe.
 */
final class MllpClient implements Closeable {

    private static final int START_BLOCK = 0x0B;
    private static final int END_BLOCK = 0x1C;
    private static final int CARRIAGE_RETURN = 0x0D;
    /** An acknowledgement, or what stands before one, is not longer. */
    private static final int MAX_ANSWER_LENGTH = 64 * 1024;

    private final String host;
    private final int port;
    private final Duration connectTimeout;
    private final Duration answerTimeout;
    private final TlsParty tls;
    private Socket socket;

    /** @param tls null for a connection in plain */
    MllpClient(String host, int port, Duration connectTimeout, Duration answerTimeout, TlsParty tls) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        this.connectTimeout = connectTimeout;
        this.answerTimeout = answerTimeout;
    }

    /** Whether these bytes can be framed: the end of a block within would end the message. */
    static boolean canCarry(byte[] message) {
        for (int i = 0; i + 1 < message.length; i++) {
            if (message[i] == END_BLOCK && message[i + 1] == CARRIAGE_RETURN) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sends a message and waits for its acknowledgement; those of other messages are passed over.
     *
     * @param controlId MSH-10 of the message, that MSA-2 must repeat
     * @throws IOException if there was no answer, in words without anything of the message or of the answer
     */
    Acknowledgement send(byte[] message, String controlId) throws IOException {
        boolean reused = socket != null;
        try {
            return exchange(message, controlId);
        } catch (SocketTimeoutException | UnusableAnswerException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            if (!reused) {
                throw e;
            }
        }
        // A receiver may close a connection that rests; that is not known before it is used.
        try {
            return exchange(message, controlId);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Acknowledgement exchange(byte[] message, String controlId) throws IOException {
        if (socket == null) {
            socket = connect();
        }
        ByteArrayOutputStream block = new ByteArrayOutputStream(message.length + 3);
        block.write(START_BLOCK);
        block.writeBytes(message);
        block.write(END_BLOCK);
        block.write(CARRIAGE_RETURN);
        socket.getOutputStream().write(block.toByteArray());
        socket.getOutputStream().flush();
        long deadline = System.nanoTime() + answerTimeout.toNanos();
        boolean others = false;
        while (true) {
            Acknowledgement answer = Acknowledgement.read(nextBlock(deadline, others));
            if (answer.controlId().equals(controlId)) {
                return answer;
            }
            others = true;
        }
    }

    private Socket connect() throws IOException {
        Socket connection = new Socket();
        try {
            connection.setTcpNoDelay(true);
            connection.setKeepAlive(true);
            connection.connect(new InetSocketAddress(host, port), (int) connectTimeout.toMillis());
            if (tls == null) {
                return connection;
            }
            connection.setSoTimeout((int) connectTimeout.toMillis());
            return tls.client(connection, host, port);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** The content of the next block; what stands before it, such as the CR of the last one, is passed over. */
    private byte[] nextBlock(long deadline, boolean others) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean begun = false;
        for (int count = 0; count < MAX_ANSWER_LENGTH; count++) {
            int next = read(in, deadline, begun, others);
            if (next == START_BLOCK) {
                content.reset();
                begun = true;
            } else if (next == END_BLOCK && begun) {
                return content.toByteArray();
            } else if (begun) {
                content.write(next);
            }
        }
        throw new UnusableAnswerException("the answer is longer than an acknowledgement can be");
    }

    private int read(InputStream in, long deadline, boolean begun, boolean others) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        int next = -1;
        try {
            if (left > 0) {
                socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                next = in.read();
            }
        } catch (SocketTimeoutException e) {
            left = 0;
        }
        if (left <= 0) {
            throw new SocketTimeoutException(begun ? "only a part of an acknowledgement came in time"
                    : others ? "only acknowledgements of other messages came in time"
                    : "no acknowledgement came in time");
        }
        if (next < 0) {
            throw new IOException("the receiver closed the connection before its acknowledgement was complete");
        }
        return next;
    }

    /** Ends the connection, should there be one. */
    @Override
    public void close() {
        Socket last = socket;
        socket = null;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                // It is of no use any more either way.
            }
        }
    }

    /** The receiver answered, but not with an acknowledgement. */
    static final class UnusableAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableAnswerException(String message) {
            super(message);
        }
    }

    /**
     * What a receiver says of a message (HL7 v2.5.1 §2.15.8).
     *
     * @param code      MSA-1: AA, AE, AR, CA, CE or CR
     * @param controlId MSA-2
     * @param error     ERR-3.1, the code of an error; empty if there is none
     */
    record Acknowledgement(String code, String controlId, String error) {

        static Acknowledgement read(byte[] block) throws UnusableAnswerException {
            String[] segments = new String(block, StandardCharsets.ISO_8859_1).split("[\\r\\n]+");
            String separator = segments[0].startsWith("MSH") && segments[0].length() > 3
                    ? Pattern.quote(segments[0].substring(3, 4)) : "\\|";
            String[] msa = fields(segments, "MSA", separator);
            if (msa.length < 3 || !msa[1].matches("[AC][AER]")) {
                throw new UnusableAnswerException("the answer is no acknowledgement");
            }
            String[] err = fields(segments, "ERR", separator);
            String error = err.length > 3 ? err[3].split("\\^", 2)[0] : "";
            return new Acknowledgement(msa[1], msa[2].strip(), error.matches("[A-Za-z0-9]{1,20}") ? error : "");
        }

        private static String[] fields(String[] segments, String name, String separator) {
            for (String segment : segments) {
                if (segment.startsWith(name)) {
                    return segment.split(separator, -1);
                }
            }
            return new String[0];
        }

        boolean isAccepted() {
            return code.charAt(1) == 'A';
        }

        boolean isRejected() {
            return code.charAt(1) == 'R';
        }
    }
}
