package org.dromedary.pipeline.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;

/** Deflates a data set and makes its length even (PS3.5 §A.5); ends only if the file it comes from was right. */
final class DeflatedAgain extends InputStream {

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final InputStream deflated;
    private final ReceivedFile file;
    private long count;
    private boolean ended;

    DeflatedAgain(InputStream inflated, ReceivedFile file) {
        this.deflated = new DeflaterInputStream(inflated, deflater, 8192);
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        if (length == 0 || ended) {
            return length == 0 ? 0 : -1;
        }
        int read = deflated.read(target, at, length);
        if (read >= 0) {
            count += read;
            return read;
        }
        ended = true;
        file.checkRest();
        target[at] = 0;
        return (count & 1) != 0 ? 1 : -1;
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        file.close();
    }
}
