package org.dromedary.dicom.dimse;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** What an N-EVENT-REPORT of the Storage Commitment Push Model tells (PS3.4 §J.3.3). */
public record CommitmentResult(String transactionUid, List<SopReference> committed, List<Failure> failed) {
    static final int EVENT_SUCCESS = 1;
    static final int EVENT_FAILURES_EXIST = 2;

    public CommitmentResult {
        committed = List.copyOf(committed);
        failed = List.copyOf(failed);
    }

    /** An object the peer takes no responsibility for, and the reason code (0008,1197), -1 if it gave none. */
    public record Failure(SopReference reference, int reason) { }

    int eventType() {
        return failed.isEmpty() ? EVENT_SUCCESS : EVENT_FAILURES_EXIST;
    }

    DataSet toDataSet() {
        DataSet information = new DataSet().set(Tag.TransactionUID, transactionUid);
        if (!committed.isEmpty()) {
            information.setItems(Tag.ReferencedSOPSequence, items(committed));
        }
        if (!failed.isEmpty()) {
            List<DataSet> items = new ArrayList<>();
            failed.forEach(f -> items.add(item(f.reference()).setBytes(Tag.FailureReason, Vr.US,
                    new byte[] {(byte) f.reason(), (byte) (f.reason() >> 8)})));
            information.setItems(Tag.FailedSOPSequence, items);
        }
        return information;
    }

    static CommitmentResult of(DataSet information) {
        List<Failure> failures = new ArrayList<>();
        for (DataSet item : information.getItems(Tag.FailedSOPSequence)) {
            failures.add(new Failure(reference(item), item.getInt(Tag.FailureReason, -1)));
        }
        return new CommitmentResult(information.getString(Tag.TransactionUID, ""), references(information), failures);
    }

    static List<DataSet> items(List<SopReference> references) {
        List<DataSet> items = new ArrayList<>();
        references.forEach(r -> items.add(item(r)));
        return items;
    }

    static List<SopReference> references(DataSet information) {
        List<SopReference> references = new ArrayList<>();
        information.getItems(Tag.ReferencedSOPSequence).forEach(item -> references.add(reference(item)));
        return references;
    }

    private static DataSet item(SopReference reference) {
        return new DataSet().set(Tag.ReferencedSOPClassUID, reference.sopClassUid())
                .set(Tag.ReferencedSOPInstanceUID, reference.sopInstanceUid());
    }

    private static SopReference reference(DataSet item) {
        return new SopReference(item.getString(Tag.ReferencedSOPClassUID, ""),
                item.getString(Tag.ReferencedSOPInstanceUID, ""));
    }
}
