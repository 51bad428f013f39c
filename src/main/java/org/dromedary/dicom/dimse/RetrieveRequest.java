package org.dromedary.dicom.dimse;

import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;

/**
 * A C-MOVE-RQ or C-GET-RQ with its identifier (PS3.7 §9.3.3.1, §9.3.4.1).
 *
 * @param model       SOP class of the information model
 * @param destination AE title to move to, empty for a C-GET
 * @param messageId   what sub-operations quote as Move Originator Message ID
 */
public record RetrieveRequest(Association association, String model, DataSet identifier, String destination,
        int messageId) {

    public String callingAeTitle() {
        return association.callingAeTitle();
    }

    public String calledAeTitle() {
        return association.calledAeTitle();
    }
}
