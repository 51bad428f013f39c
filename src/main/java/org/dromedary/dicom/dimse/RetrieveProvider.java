package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.List;

/** Finds the objects that a C-MOVE or C-GET asks for (PS3.4 §C.4.2.3, §C.4.3.3). */
@FunctionalInterface
public interface RetrieveProvider {
    /** The objects in the order to send them; a {@link DimseStatusException} refuses the operation. */
    List<? extends StoreSource> select(RetrieveRequest request) throws IOException;
}
