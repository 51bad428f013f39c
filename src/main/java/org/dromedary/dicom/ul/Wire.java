package org.dromedary.dicom.ul;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes in and out of a connection as its user means them, without waiting: plain, or through TLS. */
interface Wire {

    /** Reads what is there, perhaps nothing; -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Takes as many bytes as it can; they may still be here until {@link #flush} says that they are not. */
    int write(ByteBuffer from) throws IOException;

    /** Whether all that was taken has left. */
    boolean flush() throws IOException;

    /** Says that nothing more comes, if that can be said at once. */
    void end();

    static Wire plain(SocketChannel channel) {
        return new Wire() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }

            @Override
            public boolean flush() {
                return true;
            }

            @Override
            public void end() {
                // The end of the connection says it.
            }
        };
    }
}
