package org.dromedary.pipeline.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.SpoolDamagedException;

/**
 * The data set in a file of the spool, compared with the SHA-256 of what was received while it is read: the last bytes
 * are given out only if all were right. Its head may be read as a stream first, by a reader that reads ahead.
 */
final class ReceivedFile implements ReadableByteChannel {

    /** More than a reader of the head takes from the stream beyond what it hands out. */
    private static final int READ_AHEAD = 16_384;

    private final Path file;
    private final FileChannel channel;
    private final long offset;
    private final String sha256;
    private final MessageDigest digest = Spool.sha256();
    private final byte[] ahead = new byte[READ_AHEAD];
    private int inAhead;
    private long left;

    /** Opens the file; its data set begins at that offset. */
    ReceivedFile(Path file, long offset, long size, String sha256) throws IOException {
        this.file = file;
        this.offset = offset;
        this.sha256 = sha256;
        this.left = size;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(offset);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static IOException unreadable(Path file, IOException cause) {
        return cause instanceof SpoolDamagedException ? cause
                : new SpoolDamagedException(file, "can't be read: " + cause.getClass().getSimpleName(), cause);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int begin = into.position();
        int count = take(into);
        if (count > 0) {
            digest.update(into.duplicate().flip().position(begin));
            check();
        }
        return count;
    }

    private int take(ByteBuffer into) throws IOException {
        int count;
        try {
            count = channel.read(into);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (count < 0 && left > 0) {
            throw new SpoolDamagedException(file, "has not the length that was received");
        }
        left -= Math.max(0, count);
        return count;
    }

    private void check() throws SpoolDamagedException {
        if (left <= 0 && !HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new SpoolDamagedException(file, "has other bytes than were received");
        }
    }

    /** The data set from its begin, until {@link #from} or {@link #checkRest} is called. */
    InputStream head() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int at, int length) throws IOException {
                int count = length == 0 ? 0 : take(ByteBuffer.wrap(target, at, length));
                digestLate(target, at, Math.max(0, count));
                return count;
            }
        };
    }

    /** All but the last bytes, which may turn out to be read ahead. */
    private void digestLate(byte[] bytes, int at, int count) {
        int over = Math.max(0, inAhead + count - READ_AHEAD);
        int old = Math.min(over, inAhead);
        digest.update(ahead, 0, old);
        System.arraycopy(ahead, old, ahead, 0, inAhead - old);
        inAhead -= old;
        digest.update(bytes, at, over - old);
        System.arraycopy(bytes, at + over - old, ahead, inAhead, count - over + old);
        inAhead += count - over + old;
    }

    /** The data set from this place on, up to which the head was taken from the stream. */
    ReceivedFile from(long place) throws IOException {
        int readAhead = Math.toIntExact(channel.position() - offset - place);
        if (readAhead > inAhead) {
            throw new IllegalStateException("The head was read " + readAhead + " bytes ahead");
        }
        digest.update(ahead, 0, inAhead - readAhead);
        inAhead = 0;
        left += readAhead;
        channel.position(offset + place);
        check();
        return this;
    }

    /** Reads to the end what the stream has not given out yet. */
    void checkRest() throws IOException {
        digest.update(ahead, 0, inAhead);
        inAhead = 0;
        check();
        ByteBuffer buffer = ByteBuffer.allocate(READ_AHEAD);
        while (left > 0) {
            read(buffer.clear());
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
