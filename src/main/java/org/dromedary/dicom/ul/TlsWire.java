package org.dromedary.dicom.ul;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dromedary.dicom.tls.TlsFault;

/**
 * TLS over a channel that does not block. Records are unwrapped straight into the reader's buffer where it has room for
 * one, and several are wrapped for one write.
 */
final class TlsWire implements Wire {
    /** A PDU of the usual length comes in one read, and leaves in pieces that the peer decrypts meanwhile. */
    private static final int RECORDS_IN = 16;
    private static final int RECORDS_OUT = 4;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final int recordLength;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final ByteBuffer plain;
    private boolean ended;
    private boolean underflow;

    /** Waits until the channel may be read or written. */
    interface Waiting {
        void await(int operation) throws DicomNetworkException;
    }

    TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.recordLength = engine.getSession().getPacketBufferSize();
        // The JDK's ciphers are a third faster on arrays, which is more than the copy to the socket costs.
        this.in = ByteBuffer.allocate(RECORDS_IN * recordLength).limit(0);
        this.out = ByteBuffer.allocate(RECORDS_OUT * recordLength);
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    }

    /** To its end; whatever goes wrong is told in words, and to the peer by an alert. */
    void handshake(Waiting waiting) throws IOException {
        try {
            engine.beginHandshake();
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
                switch (status) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> {
                        wrap(ByteBuffer.allocate(0));
                        flush(waiting);
                    }
                    default -> receive(waiting);
                }
                status = engine.getHandshakeStatus();
            }
            flush(waiting);
        } catch (DicomNetworkException e) {
            throw e;
        } catch (IOException e) {
            tellAlert(waiting);
            throw TlsFault.explained(e);
        }
    }

    private void receive(Waiting waiting) throws IOException {
        plain.compact();
        SSLEngineResult result = engine.unwrap(in, plain);
        plain.flip();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new EOFException("closed by an alert");
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            int count = fill();
            if (count < 0) {
                throw new EOFException("closed");
            }
            if (count == 0) {
                waiting.await(SelectionKey.OP_READ);
            }
        }
    }

    private void tellAlert(Waiting waiting) {
        try {
            engine.closeOutbound();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrap(ByteBuffer.allocate(0)) >= 0) {
                flush(waiting);
            }
        } catch (IOException e) {
            // The connection is given up anyway.
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void flush(Waiting waiting) throws IOException {
        while (!flush()) {
            waiting.await(SelectionKey.OP_WRITE);
        }
    }

    private int fill() throws IOException {
        in.compact();
        try {
            return channel.read(in);
        } finally {
            in.flip();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            if (plain.hasRemaining()) {
                return copy(into);
            }
            int count = 0;
            // As many records as have come and fit, so that a file is written in large pieces.
            while (into.hasRemaining() && (count == 0 || into.remaining() >= plain.capacity())) {
                int more = unwrap(into);
                if (plain.hasRemaining()) {
                    return copy(into);
                }
                count += more;
                if (more == 0 && (count > 0 || !mayGoOn())) {
                    return count > 0 || !ended ? count : -1;
                }
            }
            return count;
        } catch (SSLException e) {
            throw TlsFault.explained(e);
        }
    }

    /** Whether there may be another record, after the channel was looked at if the last one is not complete. */
    private boolean mayGoOn() throws IOException {
        if (ended) {
            return false;
        }
        if (!underflow) {
            return true;
        }
        int count = fill();
        ended = count < 0;
        return count > 0;
    }

    private int copy(ByteBuffer into) {
        int count = Math.min(plain.remaining(), into.remaining());
        ByteBuffer piece = plain.slice().limit(count);
        plain.position(plain.position() + count);
        into.put(piece);
        return count;
    }

    /** Bytes of the next record that went into the buffer; those that did not fit are in {@link #plain}. */
    private int unwrap(ByteBuffer into) throws IOException {
        boolean direct = into.remaining() >= plain.capacity();
        ByteBuffer target = direct ? into : plain.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(in, target);
        } finally {
            if (!direct) {
                plain.flip();
            }
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            throw new SSLException("a record is longer than allowed");
        }
        underflow = result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW;
        ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
        } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !ended) {
            wrap(ByteBuffer.allocate(0));
            flush();
        }
        return direct ? result.bytesProduced() : 0;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        try {
            int before = from.position();
            while (flush() && from.hasRemaining()) {
                while (from.hasRemaining() && out.remaining() >= recordLength) {
                    if (wrap(from) < 0) {
                        throw new EOFException("TLS was ended by the peer");
                    }
                }
            }
            return from.position() - before;
        } catch (SSLException e) {
            throw TlsFault.explained(e);
        }
    }

    /** Bytes of a record that was added to those to be sent; -1 if none can be made any more. */
    private synchronized int wrap(ByteBuffer from) throws IOException {
        SSLEngineResult result = engine.wrap(from, out);
        return result.getStatus() == SSLEngineResult.Status.OK || result.bytesProduced() > 0 ? result.bytesProduced()
                : -1;
    }

    @Override
    public synchronized boolean flush() throws IOException {
        if (out.position() == 0) {
            return true;
        }
        out.flip();
        try {
            channel.write(out);
            return !out.hasRemaining();
        } finally {
            out.compact();
        }
    }

    @Override
    public void end() {
        try {
            engine.closeOutbound();
            wrap(ByteBuffer.allocate(0));
            flush();
        } catch (IOException | RuntimeException e) {
            // The connection is given up anyway.
        }
    }
}
