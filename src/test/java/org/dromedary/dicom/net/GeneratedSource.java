package org.dromedary.dicom.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.dromedary.dicom.dimse.StoreSource;

/** An object of any size that exists nowhere: byte number i is i modulo 251. */
public record GeneratedSource(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, long size,
        boolean lengthKnown) implements StoreSource {

    public static GeneratedSource ct(long size) {
        return ct(size, "1.2.3.4");
    }

    public static GeneratedSource ct(long size, String sopInstanceUid) {
        return new GeneratedSource("1.2.840.10008.5.1.4.1.1.2", sopInstanceUid, "1.2.840.10008.1.2.1", size, true);
    }

    public GeneratedSource ofUnknownLength() {
        return new GeneratedSource(sopClassUid, sopInstanceUid, transferSyntaxUid, size, false);
    }

    public static byte at(long position) {
        return (byte) (position % 251);
    }

    @Override
    public long length() {
        return lengthKnown ? size : UNKNOWN_LENGTH;
    }

    @Override
    public ReadableByteChannel open() {
        return new ReadableByteChannel() {
            private long position;

            @Override
            public int read(ByteBuffer into) throws IOException {
                if (position == size) {
                    return -1;
                }
                int count = (int) Math.min(into.remaining(), size - position);
                for (int i = 0; i < count; i++) {
                    into.put(at(position++));
                }
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                position = size;
            }
        };
    }
}
