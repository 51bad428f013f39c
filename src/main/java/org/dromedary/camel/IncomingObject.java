package org.dromedary.camel;

import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.ul.PdvInputStream;

/**
 * The body of a {@code dicom:scp} route: an object while it arrives. It is no stream itself, so that Camel's stream
 * caching leaves it alone.
 *
 * @param dataSet to be read before the route ends; the rest is dropped
 */
public record IncomingObject(StoreRequest request, PdvInputStream dataSet) {
}
