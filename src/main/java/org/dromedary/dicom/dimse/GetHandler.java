package org.dromedary.dicom.dimse;

import java.io.IOException;

/** Retrieve on the same association as an SCP (PS3.4 §C.4.3.3), low-level as {@link MoveHandler}. */
@FunctionalInterface
public interface GetHandler {
    /** Performs the C-GET; {@link RetrieveContext#store} sends a sub-operation on the same association. */
    void get(RetrieveContext context) throws IOException;

    /** The standard's behaviour: a pending response after each object, cancel, and the final status by the counts. */
    static GetHandler of(RetrieveProvider objects) {
        return context -> {
            SubOperationLoop loop = new SubOperationLoop(context, objects.select(context.request()));
            loop.run(source -> context.store(source).status());
        };
    }
}
