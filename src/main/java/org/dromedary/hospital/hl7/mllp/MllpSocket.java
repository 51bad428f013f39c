package org.dromedary.hospital.hl7.mllp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import org.jboss.logging.Logger;

/**
 * A connection from which one read never gives more than one MLLP block, since camel-mllp 4.14 drops (and logs) what
 * follows a block in the same packet. Bytes between blocks are skipped, and a block is not longer than allowed.
 */
final class MllpSocket extends Socket {

    /** Not of this package, whose loggers are off. */
    private static final Logger LOG = Logger.getLogger("org.dromedary.hospital.hl7");

    private final Socket socket;
    private final int maxSize;
    private InputStream blocks;

    MllpSocket(Socket socket, int maxSize) throws SocketException {
        super((SocketImpl) null);
        this.socket = socket;
        this.maxSize = maxSize;
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (blocks == null) {
            blocks = new Blocks(socket.getInputStream(), maxSize);
        }
        return blocks;
    }

    /** The bytes of blocks with their framing (HL7 MLLP release 1: 0x0B … 0x1C 0x0D). */
    static final class Blocks extends InputStream {
        private static final int START = 0x0B;
        private static final int END = 0x1C;

        private final InputStream in;
        private final int maxSize;
        private final byte[] chunk = new byte[1 << 13];
        private int position;
        private int limit;
        private boolean within;
        private int last;
        private int size;

        Blocks(InputStream in, int maxSize) {
            this.in = in;
            this.maxSize = maxSize;
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
                if (position == limit) {
                    position = 0;
                    limit = Math.max(0, in.read(chunk));
                    if (limit == 0) {
                        return -1;
                    }
                }
                count = copy(buffer, offset, length);
            }
            return count;
        }

        /** Copies to the end of a block, of the buffer or of what was received. */
        private int copy(byte[] buffer, int offset, int length) throws IOException {
            int count = 0;
            while (count < length && position < limit) {
                byte b = chunk[position++];
                if (!within && b != START) {
                    continue;
                }
                size = within ? size + 1 : 0;
                if (size > maxSize) {
                    LOG.warnf("An HL7 message is longer than dromedary.hl7.max-size (%d bytes); its connection is reset",
                            maxSize);
                    throw new IOException("a message is longer than dromedary.hl7.max-size");
                }
                buffer[offset + count++] = b;
                within = last != END || b != '\r';
                last = b;
                if (!within) {
                    break;
                }
            }
            return count;
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
        socket.close();
    }

    @Override
    public String toString() {
        return String.valueOf(socket.getRemoteSocketAddress());
    }
}
