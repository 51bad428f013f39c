package org.dromedary.dicom.net;

import java.io.IOException;

/** Verification as an SCP (PS3.4 Annex A, PS3.7 §9.1.5). Called on the association's thread. */
@FunctionalInterface
public interface EchoHandler {
    /** Returns the status to answer. */
    int echo(Association association) throws IOException;
}
