package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.net.Association;

/** Verification as an SCP (PS3.4 Annex A, PS3.7 §9.1.5). Called on the association's thread. */
@FunctionalInterface
public interface EchoHandler {
    /** Returns the status to answer. */
    int echo(Association association) throws IOException;
}
