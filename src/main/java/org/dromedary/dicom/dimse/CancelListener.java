package org.dromedary.dicom.dimse;

import java.io.IOException;

/** Matches of a {@link FindHandler} that want to know of the C-CANCEL that ends them (PS3.7 §9.3.2.3). */
@FunctionalInterface
public interface CancelListener {
    /** Called before the final response; what it throws takes the place of the status Cancel. */
    void cancelled() throws IOException;
}
