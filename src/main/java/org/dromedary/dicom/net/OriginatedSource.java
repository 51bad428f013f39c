package org.dromedary.dicom.net;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** An object as it is sent for a C-MOVE (PS3.7 §9.3.1.1). */
record OriginatedSource(StoreSource source, MoveOriginator moveOriginator) implements StoreSource {
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
    public long emptyFragmentBefore() throws IOException {
        return source.emptyFragmentBefore();
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        return source.open();
    }
}
