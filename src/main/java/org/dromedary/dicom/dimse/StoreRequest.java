package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.Association;

/**
 * What a C-STORE-RQ says about its object (PS3.7 §9.3.1.1).
 *
 * @param association           the association it came on; a handler may abort it
 * @param moveOriginatorAeTitle who asked by C-MOVE, empty if nobody did or the sender does not tell
 * @param moveOriginatorMessageId the message id of that C-MOVE, 0 if unknown
 */
public record StoreRequest(Association association, String sopClassUid, String sopInstanceUid,
        String transferSyntaxUid, String moveOriginatorAeTitle, int moveOriginatorMessageId) {

    public String callingAeTitle() {
        return association.callingAeTitle();
    }

    public String calledAeTitle() {
        return association.calledAeTitle();
    }
}
