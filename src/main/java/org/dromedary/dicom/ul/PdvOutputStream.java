package org.dromedary.dicom.ul;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A command or data set on its way to the peer, cut into PDVs as large as the peer takes (PS3.8 Annex E). Writing
 * to the socket is left to {@link PduWriter#flush} and to a full buffer.
 */
public final class PdvOutputStream extends OutputStream {
    private final UpperLayer upper;
    private final PduWriter writer;
    private final int contextId;
    private final boolean command;

    public PdvOutputStream(UpperLayer upper, int contextId, boolean command) throws DicomNetworkException {
        this.upper = upper;
        this.writer = upper.writer();
        this.contextId = contextId;
        this.command = command;
        upper.beginPdv(contextId, command);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(room(), length - done);
            writer.put(bytes, offset + done, part);
            done += part;
        }
    }

    /** Sends exactly so many bytes of a channel, from the channel's own read into the socket's buffer. */
    public void transferFrom(ReadableByteChannel source, long length) throws IOException {
        long left = length;
        while (left > 0) {
            ByteBuffer window = writer.window((int) Math.min(room(), left));
            int count = source.read(window);
            if (count < 0) {
                throw new EOFException("The object ended " + left + " bytes before its announced length");
            }
            writer.filled(count);
            left -= count;
        }
    }

    /** Sends a channel to its end, of whatever length. */
    public void transferFrom(ReadableByteChannel source) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (source.read(buffer) >= 0) {
            write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    /** Ends the fragment that is being filled and sends one without bytes. */
    public void emptyFragment() throws DicomNetworkException {
        for (int i = 0; i < 2; i++) {
            upper.endPdv(false);
            upper.beginPdv(contextId, command);
        }
    }

    private int room() throws DicomNetworkException {
        if (writer.room() == 0) {
            upper.endPdv(false);
            upper.beginPdv(contextId, command);
        }
        return writer.room();
    }

    /** Marks the last fragment. Not in {@code close}: an object that failed midway must never look complete. */
    public void finish() throws DicomNetworkException {
        upper.endPdv(true);
    }
}
