package org.dromedary.dicom.dimse;

import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;

/**
 * A C-FIND-RQ with its identifier (PS3.7 §9.3.2.1).
 *
 * @param association the association it came on; a handler may abort it
 * @param model       SOP class of the information model
 */
public record FindRequest(Association association, String model, DataSet identifier) {

    public String callingAeTitle() {
        return association.callingAeTitle();
    }

    public String calledAeTitle() {
        return association.calledAeTitle();
    }
}
