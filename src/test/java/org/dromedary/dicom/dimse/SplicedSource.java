package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An object with a new head in memory and the rest as it stands in a file: attributes were coerced, pixel data not.
 *
 * @param head       encoded elements up to {@code tailOffset}, in the transfer syntax; not to be changed afterwards
 * @param tailOffset where in the file the rest begins, from the file's first byte
 */
public record SplicedSource(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] head,
        Path file, long tailOffset) implements StoreSource {

    @Override
    public long length() {
        return head.length + file.toFile().length() - tailOffset;
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        FileChannel tail = FileChannel.open(file, StandardOpenOption.READ);
        tail.position(tailOffset);
        return new HeadAndTail(ByteBuffer.wrap(head), tail);
    }

    private record HeadAndTail(ByteBuffer head, FileChannel tail) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer into) throws IOException {
            if (!head.hasRemaining()) {
                return tail.read(into);
            }
            int count = Math.min(head.remaining(), into.remaining());
            into.put(into.position(), head, head.position(), count).position(into.position() + count);
            head.position(head.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return tail.isOpen();
        }

        @Override
        public void close() throws IOException {
            tail.close();
        }
    }
}
