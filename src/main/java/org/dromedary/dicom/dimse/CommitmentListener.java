package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.net.Association;

/** Takes the N-EVENT-REPORTs of a commitment SCP, on whichever association they come (PS3.4 §J.3.3). */
@FunctionalInterface
public interface CommitmentListener {
    /** Called on the association's thread; exceptions become the status of the response. */
    void reported(Association association, CommitmentResult result) throws IOException;
}
