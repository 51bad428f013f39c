package org.dromedary.dicom.ul;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import jdk.net.ExtendedSocketOptions;
import org.dromedary.dicom.tls.TlsException;

/**
 * A TCP connection of which every read and every write ends by a deadline. One thread uses it; only {@link #close}
 * and {@link #wakeup} may come from another.
 *
 * <p>Nagle's algorithm is off. TCP_QUICKACK is set again after each read, since Linux forgets it: DCMTK and others
 * write their responses in small pieces with Nagle on, and a delayed acknowledgement costs 40 ms an object.
 */
public final class Transport implements Closeable {
    private static final SocketOption<Boolean> QUICKACK = ExtendedSocketOptions.TCP_QUICKACK;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final boolean quickAck;
    private final ByteGate gate;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean writeBroken;
    private volatile Wire wire;
    private volatile SSLSession session;

    private Transport(SocketChannel channel, boolean quickAck, ByteGate gate) throws IOException {
        this.channel = channel;
        this.gate = gate;
        this.wire = Wire.plain(channel);
        limitBuffers(gate.buffer());
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.quickAck = quickAck && channel.supportedOptions().contains(QUICKACK);
        this.selector = Selector.open();
        this.key = channel.register(selector, 0);
    }

    /** What a buffer of the system takes has left the peer, however slowly it is read; so a gate wants small ones. */
    private void limitBuffers(int size) throws IOException {
        if (size > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, size);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, size);
        }
    }

    ByteGate gate() {
        return gate;
    }

    static Transport connect(InetSocketAddress address, Deadline deadline, boolean quickAck, ByteGate gate)
            throws DicomNetworkException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            Transport transport = new Transport(channel, quickAck, gate);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    transport.await(SelectionKey.OP_CONNECT, deadline);
                }
            }
            return transport;
        } catch (IOException | UnresolvedAddressException e) {
            close(channel);
            if (e instanceof DicomTimeoutException timeout) {
                throw timeout;
            }
            throw new TransportClosedException("cannot connect to " + address.getHostString() + " port "
                    + address.getPort() + ": "
                    + (e instanceof UnresolvedAddressException ? "unknown host" : e.getMessage()), e);
        }
    }

    public static Transport accepted(SocketChannel channel, boolean quickAck, ByteGate gate) throws IOException {
        return new Transport(channel, quickAck, gate);
    }

    /**
     * Speaks TLS from here on: returns when the handshake is done.
     *
     * @throws DicomNetworkException in words, if there is none with this peer
     */
    public void secure(SSLEngine engine, Deadline deadline) throws DicomNetworkException {
        TlsWire tls = new TlsWire(channel, engine);
        try {
            tls.handshake(operation -> await(operation, deadline));
        } catch (DicomNetworkException e) {
            throw e;
        } catch (IOException e) {
            close();
            throw new TransportClosedException(e.getMessage(), e);
        }
        this.session = engine.getSession();
        this.wire = tls;
    }

    /** The certificates of a peer that proved who it is; empty for one that did not. */
    public List<Certificate> peerCertificates() {
        try {
            return session == null ? List.of() : List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** Reads at least one byte. */
    void read(ByteBuffer into, Deadline deadline) throws DicomNetworkException {
        while (readNow(into) == 0) {
            await(SelectionKey.OP_READ, deadline);
        }
    }

    /** Reads what is there, perhaps nothing. */
    int readNow(ByteBuffer into) throws DicomNetworkException {
        try {
            int count = readPiece(into);
            if (count < 0) {
                throw new TransportClosedException("connection closed by the peer", null);
            }
            if (count > 0) {
                if (quickAck) {
                    acknowledgeAtOnce();
                }
                gate.pass(count);
            }
            return count;
        } catch (TransportClosedException e) {
            throw e;
        } catch (IOException e) {
            throw new TransportClosedException(e instanceof TlsException ? e.getMessage()
                    : "connection failed while reading", e);
        }
    }

    private int readPiece(ByteBuffer into) throws IOException {
        int whole = into.limit();
        into.limit(into.position() + gate.piece(into.remaining()));
        try {
            return wire.read(into);
        } finally {
            into.limit(whole);
        }
    }

    private void acknowledgeAtOnce() {
        try {
            channel.setOption(QUICKACK, true);
        } catch (IOException e) {
            // What was read counts; the next read finds a broken connection.
        }
    }

    /** Writes all; after a failure nothing more can be framed on this connection. */
    void write(ByteBuffer from, Deadline deadline) throws DicomNetworkException {
        writing.lock();
        try {
            writeAll(from, deadline);
        } finally {
            writing.unlock();
        }
    }

    /** From any thread: writes these few bytes unless another write is under way, then closes. */
    void writeAndClose(byte[] last) {
        if (writing.tryLock()) {
            try {
                if (!writeBroken) {
                    wire.write(ByteBuffer.wrap(last));
                    wire.end();
                }
            } catch (IOException e) {
                // The connection is closed next in any case.
            } finally {
                writing.unlock();
            }
        }
        close();
    }

    private void writeAll(ByteBuffer from, Deadline deadline) throws DicomNetworkException {
        if (writeBroken) {
            throw new TransportClosedException("connection failed in an earlier write", null);
        }
        writeBroken = true;
        try {
            writePiece(from);
            while (from.hasRemaining() || !wire.flush()) {
                await(SelectionKey.OP_WRITE, deadline);
                if (from.hasRemaining()) {
                    writePiece(from);
                }
            }
        } catch (DicomNetworkException e) {
            throw e;
        } catch (IOException e) {
            throw new TransportClosedException(e instanceof TlsException ? e.getMessage()
                    : "connection failed while writing", e);
        }
        writeBroken = false;
    }

    private void writePiece(ByteBuffer from) throws IOException {
        int whole = from.limit();
        from.limit(from.position() + gate.piece(from.remaining()));
        int count;
        try {
            count = wire.write(from);
        } finally {
            from.limit(whole);
        }
        if (count > 0) {
            gate.pass(count);
        }
    }

    /** Waits for something to read; false when the time is over or {@link #wakeup} was called. */
    boolean awaitReadable(long millis) throws DicomNetworkException {
        return select(SelectionKey.OP_READ, Math.max(1, millis)) > 0;
    }

    void wakeup() {
        selector.wakeup();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    SocketAddress remoteAddress() {
        return channel.socket().getRemoteSocketAddress();
    }

    private void await(int operation, Deadline deadline) throws DicomNetworkException {
        select(operation, deadline.remainingMillis());
    }

    private int select(int operation, long millis) throws DicomNetworkException {
        try {
            if (!channel.isOpen()) {
                throw new TransportClosedException("connection closed by this side", null);
            }
            if (key.interestOps() != operation) {
                key.interestOps(operation);
            }
            int ready = selector.select(millis);
            selector.selectedKeys().clear();
            return ready;
        } catch (TransportClosedException e) {
            throw e;
        } catch (IOException | ClosedSelectorException | CancelledKeyException e) {
            throw new TransportClosedException("connection failed while waiting", e);
        }
    }

    @Override
    public void close() {
        if (channel.isOpen() && writing.tryLock()) {
            try {
                wire.end();
            } finally {
                writing.unlock();
            }
        }
        close(channel);
        close(selector);
    }

    private static void close(Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // The connection is given up anyway.
        }
    }
}
