package org.dromedary.dicom.dimse;

import java.util.List;
import org.dromedary.dicom.net.Association;

/** An N-ACTION-RQ of the Storage Commitment Push Model (PS3.4 §J.3.2). */
public record CommitmentRequest(Association association, String transactionUid, List<SopReference> references) {
    public CommitmentRequest {
        references = List.copyOf(references);
    }

    public String callingAeTitle() {
        return association.callingAeTitle();
    }

    public String calledAeTitle() {
        return association.calledAeTitle();
    }
}
