package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.RejectReason;

/**
 * Is told which associations a server did not take, and which did not end in order: what its own log would else be the
 * only place to know. Called on the association's thread, whose work waits for it.
 */
public interface ScpListener {
    ScpListener NONE = new ScpListener() { };

    /** An A-ASSOCIATE-RQ was answered with A-ASSOCIATE-RJ (PS3.8 §7.1.1). */
    default void onRejected(AssociationInfo request, RejectReason reason) {
    }

    /**
     * An association ended without release, or a connection before it became one.
     *
     * @param association what is known of it; AE titles are empty if it had not come to its request
     * @param reason      {@link AssociationAbortedException} if the peer aborted or the connection was lost; anything
     *                    else, {@link MalformedPduException} or {@link DicomTimeoutException}, made this side abort
     */
    default void onAborted(AssociationInfo association, Exception reason) {
    }
}
