package org.dromedary.simulator;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.dromedary.dicom.net.StoreSource;

/** An object as one retrieve sends it: with its originator, or another, or none, and with or without empty fragments. */
record SentObject(StoreSource source, MoveOriginator moveOriginator, boolean fragmented) implements StoreSource {

    @Override
    public String sopClassUid() {
        return source.sopClassUid();
    }

    @Override
    public String sopInstanceUid() {
        return source.sopInstanceUid();
    }

    @Override
    public String transferSyntaxUid() {
        return source.transferSyntaxUid();
    }

    @Override
    public long length() throws IOException {
        return source.length();
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        return source.open();
    }

    @Override
    public long emptyFragmentBefore() throws IOException {
        return fragmented ? length() / 2 : -1;
    }
}
