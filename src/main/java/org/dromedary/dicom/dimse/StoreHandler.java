package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.ul.PdvInputStream;

/** Storage as an SCP: takes one object (PS3.4 Annex B). Called on the association's thread. */
@FunctionalInterface
public interface StoreHandler {
    /**
     * Takes the data set (no Part 10 header; in the request's transfer syntax) and returns the status to respond with.
     * A {@link DimseStatusException} gives status and comment, any other exception becomes 0xC000; the association
     * survives both. What is not read is dropped.
     */
    int store(StoreRequest request, PdvInputStream dataSet) throws IOException;
}
