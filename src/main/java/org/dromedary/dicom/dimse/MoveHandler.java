package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.function.Function;
import org.dromedary.dicom.net.AssociationRequest;

/**
 * Retrieve by a third association as an SCP (PS3.4 §C.4.2.3). This low-level form decides every message itself, as a
 * simulator of faulty archives must; {@link #of} behaves as the standard says.
 */
@FunctionalInterface
public interface MoveHandler {
    /**
     * Performs the C-MOVE and ends it by {@link RetrieveContext#sendFinal}; where it returns without, the final
     * status is success with the counts sent last. Exceptions end as for a {@link StoreHandler}.
     */
    void move(RetrieveContext context) throws IOException;

    /**
     * The standard's behaviour: one association to the destination for all sub-operations, a pending response after
     * each, cancel, and the final status by the counts.
     *
     * @param destinations how to reach an AE title, without presentation contexts; null for an unknown one
     */
    static MoveHandler of(RetrieveProvider objects, Function<String, AssociationRequest.Builder> destinations) {
        return new StandardMove(objects, destinations);
    }
}
