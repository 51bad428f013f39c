package org.dromedary.dicom.ul;

import java.io.IOException;

/**
 * Holds back the bytes of associations, and through TCP the peer. All associations of one kind share a gate, so it must
 * be thread-safe.
 */
public interface ByteGate {

    /** Holds nothing back. */
    ByteGate OPEN = new ByteGate() {
        @Override
        public int piece(int wanted) {
            return wanted;
        }

        @Override
        public void pass(int bytes) {
            // As many as come.
        }
    };

    /** Of so many bytes those that should be read or written in one piece, at least one. */
    int piece(int wanted);

    /**
     * Returns when the bytes that have just been read or written are paid for and the next may follow.
     *
     * @throws IOException to end the association
     */
    void pass(int bytes) throws IOException;

    /** For how long it has held anything back since the start: timeouts leave that time out of account. */
    default long heldNanos() {
        return 0;
    }

    /** Largest buffer of the system for each direction of a connection, in bytes; 0 leaves it to the system. */
    default int buffer() {
        return 0;
    }
}
