package org.dromedary.pipeline.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;

/** Gives out some bytes and then those of a channel, and digests what it gives out. */
final class Sent implements ReadableByteChannel {

    private final ByteBuffer first;
    private final ReadableByteChannel rest;
    private final MessageDigest digest;

    Sent(byte[] first, ReadableByteChannel rest, MessageDigest digest) {
        this.first = ByteBuffer.wrap(first);
        this.rest = rest;
        this.digest = digest;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int begin = into.position();
        int count;
        if (first.hasRemaining()) {
            count = Math.min(first.remaining(), into.remaining());
            into.put(first.slice().limit(count));
            first.position(first.position() + count);
        } else {
            count = rest.read(into);
        }
        if (count > 0) {
            digest.update(into.duplicate().flip().position(begin));
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return rest.isOpen();
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
