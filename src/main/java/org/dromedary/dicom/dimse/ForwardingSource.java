package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Another source's object; what is to differ is overridden. */
public abstract class ForwardingSource implements StoreSource {

    private final StoreSource source;

    protected ForwardingSource(StoreSource source) {
        this.source = source;
    }

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
        return source.emptyFragmentBefore();
    }

    @Override
    public MoveOriginator moveOriginator() {
        return source.moveOriginator();
    }
}
