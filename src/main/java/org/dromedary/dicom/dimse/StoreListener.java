package org.dromedary.dicom.dimse;

import java.io.IOException;

/** Learns what became of each object of {@link StoreScu#storeAll}, in no certain order. */
public interface StoreListener {
    /** The peer has answered. */
    void stored(StoreSource source, StoreResult result);

    /** The object was never sent: no presentation context, or its file cannot be opened. The others go on. */
    void notSent(StoreSource source, IOException reason);
}
