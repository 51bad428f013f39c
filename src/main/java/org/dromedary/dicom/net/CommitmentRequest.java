package org.dromedary.dicom.net;

import java.util.List;

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
