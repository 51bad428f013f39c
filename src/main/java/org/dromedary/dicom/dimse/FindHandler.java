package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.Iterator;
import org.dromedary.dicom.data.DataSet;

/** Query as an SCP (PS3.4 §C.4.1.3). Called on the association's thread. */
@FunctionalInterface
public interface FindHandler {
    /**
     * The matches; each becomes a pending response as soon as the iterator gives it, and a C-CANCEL ends the
     * iteration. A {@link DimseStatusException}, also inside an {@code UncheckedIOException} from the iterator, is
     * the final status. An iterator that is {@code AutoCloseable} is closed, one that is a {@link CancelListener} is
     * told of a C-CANCEL.
     */
    Iterator<DataSet> find(FindRequest request) throws IOException;
}
