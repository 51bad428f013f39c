package org.dromedary.hospital.hl7.mllp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.dromedary.dicom.tls.TlsFault;

/**
 * A connection from which one read never gives more than one MLLP block, since camel-mllp 4.14 drops (and logs) what
 * follows a block in the same packet. Bytes between blocks are skipped, and a block is not longer than allowed.
 */
final class MllpSocket extends Socket implements LargeBlocks.Holder {

    private final Socket socket;
    private final Framing framing;
    private volatile Blocks blocks;
    private final long since = System.nanoTime();

    MllpSocket(Socket socket, Framing framing) throws SocketException {
        super((SocketImpl) null);
        this.socket = socket;
        this.framing = framing;
    }

    /**
     * What blocks have to be like.
     *
     * @param maxSize longest, in bytes
     * @param lenient whether FS ends one without a CR, where another begins or nothing comes
     * @param whole   how long one may take from its first byte to its last, while it is read
     * @param large   the places for large ones
     * @param faults  takes the sender's address and what was wrong
     */
    record Framing(int maxSize, boolean lenient, Duration whole, LargeBlocks large,
            BiConsumer<String, String> faults) {
    }

    /** When the last block ended, or the connection began. */
    long lastBlockNanos() {
        Blocks current = blocks;
        return current == null ? since : current.lastBlockNanos;
    }

    /** Whether it has brought a block. */
    boolean hasBrought() {
        Blocks current = blocks;
        return current != null && current.brought;
    }

    @Override
    public boolean isResting() {
        Blocks current = blocks;
        return current != null && current.resting;
    }

    /** Ends it, for any thread. */
    @Override
    public void end() {
        try {
            close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (blocks == null) {
            blocks = new Blocks(socket, framing, this);
        }
        return blocks;
    }

    /** The bytes of blocks with their framing (HL7 MLLP release 1: 0x0B … 0x1C 0x0D). */
    static final class Blocks extends InputStream {
        private static final int START = 0x0B;
        private static final int END = 0x1C;
        /** How long the CR behind an FS may take where it may be missing. */
        private static final int PATIENCE_MILLIS = 500;

        private final Socket socket;
        private final InputStream in;
        private final Framing framing;
        private final byte[] chunk = new byte[1 << 13];
        private int position;
        private int limit;
        private boolean within;
        private int last;
        private int size;
        private boolean toldOfGarbage;
        private final LargeBlocks.Holder holder;
        private long waited;
        private volatile boolean resting = true;
        private volatile boolean brought;
        private volatile long lastBlockNanos = System.nanoTime();

        Blocks(Socket socket, Framing framing, LargeBlocks.Holder holder) throws IOException {
            this.holder = holder;
            this.socket = socket;
            this.in = socket.getInputStream();
            this.framing = framing;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = 0;
            while (count == 0 && length > 0) {
                if (position == limit && !fill()) {
                    return -1;
                }
                count = copy(buffer, offset, length);
            }
            return count;
        }

        /** False at the end of the connection. */
        private boolean fill() throws IOException {
            boolean mayBeOver = framing.lenient() && within && last == END;
            int patience = socket.getSoTimeout();
            position = 0;
            limit = 0;
            long begin = System.nanoTime();
            resting = !within;
            try {
                if (mayBeOver) {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                }
                limit = Math.max(0, in.read(chunk));
            } catch (SSLException e) {
                throw broken(TlsFault.explained(e).getMessage());
            } catch (SocketTimeoutException silence) {
                if (!mayBeOver) {
                    if (within) {
                        fault("it stopped within a message, whose connection is reset");
                    }
                    throw silence;
                }
            } finally {
                resting = false;
                if (mayBeOver) {
                    socket.setSoTimeout(patience);
                }
            }
            waited = within ? waited + System.nanoTime() - begin : 0;
            if (within && waited > framing.whole().toNanos()) {
                throw broken("a message took longer than dromedary.hl7.message-timeout");
            }
            if (limit == 0 && mayBeOver) {
                chunk[limit++] = '\r';
            }
            if (limit == 0 && within) {
                fault("it ended the connection within a message, which is not kept");
            }
            return limit > 0;
        }

        /** Copies to the end of a block, of the buffer or of what was received. */
        private int copy(byte[] buffer, int offset, int length) throws IOException {
            int count = 0;
            while (count < length && position < limit) {
                byte b = chunk[position++];
                if (!within && b != START) {
                    garbage(b);
                    continue;
                }
                if (within && last == END && b != '\r') {
                    b = endWithoutCr(b);
                }
                size = within ? size + 1 : 0;
                if (size == LargeBlocks.LARGE) {
                    framing.large().enter(holder);
                }
                if (size > framing.maxSize()) {
                    throw broken("a message is longer than dromedary.hl7.max-size");
                }
                buffer[offset + count++] = b;
                within = last != END || b != '\r';
                last = within ? b : 0;
                if (!within) {
                    brought = true;
                    lastBlockNanos = System.nanoTime();
                    break;
                }
            }
            return count;
        }

        /** FS and no CR: the end of a block only where that is allowed and the next one begins. */
        private byte endWithoutCr(byte b) throws IOException {
            if (framing.lenient() && b == START) {
                position--;
                return '\r';
            }
            throw broken("FS without the CR that ends a block");
        }

        private void garbage(byte b) {
            if (!toldOfGarbage && b > ' ') {
                toldOfGarbage = true;
                fault("bytes outside of a block, which begins with VT, are skipped");
            }
        }

        private IOException broken(String reason) {
            fault(reason + "; its connection is reset");
            return new IOException(reason);
        }

        private void fault(String reason) {
            framing.faults().accept(String.valueOf(socket.getRemoteSocketAddress()), reason);
        }

        @Override
        public int available() throws IOException {
            return position < limit ? limit - position : in.available();
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        socket.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        socket.setKeepAlive(on);
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        socket.setReceiveBufferSize(size);
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        socket.setSendBufferSize(size);
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        socket.setSoLinger(on, seconds);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        framing.large().leave(this);
        socket.close();
    }

    @Override
    public String toString() {
        return String.valueOf(socket.getRemoteSocketAddress());
    }
}
