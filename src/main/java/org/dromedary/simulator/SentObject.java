package org.dromedary.simulator;

import java.io.IOException;
import org.dromedary.dicom.dimse.ForwardingSource;
import org.dromedary.dicom.dimse.StoreSource;

/**
 * An object as one retrieve sends it: with its originator, or another, or none, and with or without empty fragments.
 */
final class SentObject extends ForwardingSource {

    private final MoveOriginator moveOriginator;
    private final boolean fragmented;

    SentObject(StoreSource source, MoveOriginator moveOriginator, boolean fragmented) {
        super(source);
        this.moveOriginator = moveOriginator;
        this.fragmented = fragmented;
    }

    @Override
    public MoveOriginator moveOriginator() {
        return moveOriginator;
    }

    @Override
    public long emptyFragmentBefore() throws IOException {
        return fragmented ? length() / 2 : -1;
    }
}
