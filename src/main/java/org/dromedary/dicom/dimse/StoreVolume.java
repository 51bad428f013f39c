package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.PdvInputStream;

/** The bytes of the objects that came on one association, against the server's {@link StoreLimits}. */
final class StoreVolume {
    private final StoreLimits limits;
    private long received;
    private long refused;

    StoreVolume(StoreLimits limits) {
        this.limits = limits;
    }

    /** An object comes, which is no longer than what is left. */
    void begin(PdvInputStream object) {
        long left = limits.association() - received;
        if (left < limits.object()) {
            object.limit(left, "all objects of the association are longer than the allowed " + limits.association()
                    + " bytes");
        } else {
            object.limit(limits.object(), "an object is longer than the allowed " + limits.object() + " bytes");
        }
    }

    /** Drops what the handler left of an object; no more of it than one that is not taken may cost. */
    void end(PdvInputStream object, int status) throws IOException {
        boolean taken = !Status.isFailure(status);
        if (!taken) {
            long left = limits.refused() - refused;
            if (object.count() < left) {
                object.limit(Math.min(left, limits.object()), "objects that are not taken are longer than the allowed "
                        + limits.refused() + " bytes");
            }
        }
        object.drain();
        received += object.count();
        refused = taken ? 0 : refused + object.count();
    }
}
