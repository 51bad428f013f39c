package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.ul.ByteGate;

/** Open until it is known that what comes is to keep the pace. */
final class LaterGate implements ByteGate {
    private final int buffer;
    private volatile ByteGate gate = OPEN;

    /** @param later the gate that it may become */
    LaterGate(ByteGate later) {
        this.buffer = later.buffer();
    }

    void become(ByteGate next) {
        gate = next;
    }

    @Override
    public int piece(int wanted) {
        return gate.piece(wanted);
    }

    @Override
    public void pass(int bytes) throws IOException {
        gate.pass(bytes);
    }

    @Override
    public long heldNanos() {
        return gate.heldNanos();
    }

    @Override
    public int buffer() {
        return buffer;
    }
}
