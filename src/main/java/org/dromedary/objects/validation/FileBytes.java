package org.dromedary.objects.validation;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Bytes of a file at any place, read a little at a time. */
final class FileBytes implements Closeable {

    private static final int WINDOW = 1024;

    private final FileChannel channel;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long start;

    FileBytes(Path file) throws IOException {
        channel = FileChannel.open(file);
    }

    long size() throws IOException {
        return channel.size();
    }

    FileChannel channel() {
        return channel;
    }

    /** @throws EOFException if the file ends before */
    int u8(long at) throws IOException {
        if (at < start || at >= start + window.limit()) {
            load(at);
        }
        return window.get((int) (at - start)) & 0xFF;
    }

    private void load(long at) throws IOException {
        start = at;
        window.clear();
        int read = channel.read(window, at);
        window.flip();
        if (read <= 0) {
            window.limit(0);
            throw new EOFException();
        }
    }

    /** As many of these bytes as the file has. */
    byte[] bytes(long at, int length) throws IOException {
        int there = (int) Math.max(0, Math.min(length, channel.size() - at));
        ByteBuffer bytes = ByteBuffer.allocate(there);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
            continue;
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
