package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** An object to be sent by C-STORE, opened only when its turn comes (PS3.4 Annex B). */
public interface StoreSource {
    /** A length not known beforehand. */
    long UNKNOWN_LENGTH = -1;

    String sopClassUid();

    String sopInstanceUid();

    /** The transfer syntax the bytes are in; the association must have accepted exactly this one. */
    String transferSyntaxUid();

    /** Bytes of the data set without Part 10 header; {@link #UNKNOWN_LENGTH} costs one more copy of each byte. */
    long length() throws IOException;

    /** The bytes from the first element of the data set; the sender closes it. */
    ReadableByteChannel open() throws IOException;

    /**
     * Before which byte an empty fragment goes out, which PS3.8 Annex E allows and few peers expect; -1, the default,
     * for none. Only for simulated peers, and only where the length is known.
     */
    default long emptyFragmentBefore() throws IOException {
        return -1;
    }

    /** Who asked for this object by C-MOVE, null if nobody did. */
    default MoveOriginator moveOriginator() {
        return null;
    }

    /** The C-MOVE an object is sent for (PS3.7 §9.3.1.1). */
    record MoveOriginator(String aeTitle, int messageId) { }
}
