package org.dromedary.dicom.ul;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * The data set of a message as it comes from the peer, across PDVs and PDUs (PS3.8 Annex E). Nothing is read ahead of
 * the caller beyond one socket buffer, so an object of any size takes constant memory.
 *
 * <p>Use it on the thread that was given it and before its handler returns; what is left unread is dropped then.
 */
public final class PdvInputStream extends InputStream {
    private final UpperLayer upper;
    private final int contextId;
    private long count;
    private boolean lastPdv;
    private boolean started;
    private boolean ended;
    private long limit = Long.MAX_VALUE;
    private String overLimit = "";

    public PdvInputStream(UpperLayer upper, int contextId) {
        this.upper = upper;
        this.contextId = contextId;
    }

    /** Bytes delivered so far. */
    public long count() {
        return count;
    }

    /** Aborts the association, with that reason, when more bytes than this come. */
    public void limit(long bytes, String reason) {
        limit = bytes;
        overLimit = reason;
    }

    @Override
    public int read() throws IOException {
        if (!advance()) {
            return -1;
        }
        int value = chunk().get() & 0xFF;
        consumed(1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int done = 0;
        while (done < length && (done == 0 || upper.reader().pdvRemaining() > 0) && advance()) {
            ByteBuffer chunk = chunk();
            int part = Math.min(chunk.remaining(), length - done);
            chunk.get(bytes, offset + done, part);
            consumed(part);
            done += part;
        }
        return done == 0 ? -1 : done;
    }

    /**
     * Writes all that is left straight from the socket's direct buffer: the fast way to a file.
     *
     * @param tap sees each piece before it is written, for instance to parse a head or to update a digest; it may
     *            change the buffer's position but must not keep the buffer; null for none
     * @return the number of bytes written
     */
    public long transferTo(WritableByteChannel target, Consumer<ByteBuffer> tap) throws IOException {
        long before = count;
        while (advance()) {
            ByteBuffer chunk = chunk();
            int length = chunk.remaining();
            if (tap != null) {
                int position = chunk.position();
                int limit = chunk.limit();
                tap.accept(chunk);
                chunk.limit(limit).position(position);
            }
            while (chunk.hasRemaining()) {
                target.write(chunk);
            }
            consumed(length);
        }
        return count - before;
    }

    /** What came in place of a data set that was announced. */
    public enum Instead { NOTHING, COMMAND, RELEASE }

    /** Drops what is left. A data set that was announced and does not come is passed over. */
    public Instead drop() throws IOException {
        if (!started && !ended) {
            if (!upper.nextPdvOfMessage()) {
                ended = true;
                return Instead.RELEASE;
            }
            if (upper.reader().isCommand()) {
                ended = true;
                return Instead.COMMAND;
            }
            begin();
        }
        drain();
        return Instead.NOTHING;
    }

    /** Drops what is left. */
    public void drain() throws IOException {
        while (advance()) {
            consumed(chunk().remaining());
        }
    }

    private void consumed(int length) {
        upper.reader().consumed(length);
        count += length;
    }

    private ByteBuffer chunk() throws DicomNetworkException {
        ByteBuffer chunk = upper.chunk();
        if (chunk.remaining() > limit - count) {
            upper.abort();
            throw new DicomNetworkException("Association aborted by this side: " + overLimit, null);
        }
        return chunk;
    }

    /** Moves to the next byte; false at the end of the data set. */
    private boolean advance() throws DicomNetworkException {
        if (ended) {
            return false;
        }
        while (!started || upper.reader().pdvRemaining() == 0) {
            if (lastPdv) {
                ended = true;
                return false;
            }
            nextPdv();
        }
        return true;
    }

    private void nextPdv() throws DicomNetworkException {
        if (!upper.nextPdvOfMessage()) {
            ended = true;
            throw upper.violation(new MalformedPduException("data set ended by A-RELEASE-RQ", 0));
        }
        begin();
    }

    private void begin() throws DicomNetworkException {
        PduReader reader = upper.reader();
        if (reader.isCommand() || reader.contextId() != contextId) {
            ended = true;
            throw upper.violation(new MalformedPduException("presentation data value of another message", 4));
        }
        started = true;
        lastPdv = reader.isLast();
    }
}
