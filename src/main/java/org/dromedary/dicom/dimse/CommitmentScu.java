package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.NegotiatedContext;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.Deadline;

/** Storage commitment as an SCU: N-ACTION out, N-EVENT-REPORT in (PS3.4 Annex J). */
public final class CommitmentScu {
    private static final int REQUEST_STORAGE_COMMITMENT = 1;

    private CommitmentScu() { }

    /** Asks for the commitment; the status says only that the request was taken. */
    public static int request(Association association, String transactionUid, List<SopReference> references)
            throws IOException {
        return ask(association, transactionUid, references).status();
    }

    /**
     * The same with all that the response says.
     *
     * @throws BrokenResponseException if that is without Status
     */
    public static DimseResult ask(Association association, String transactionUid, List<SopReference> references)
            throws IOException {
        NegotiatedContext context = association.require(Uid.StorageCommitmentPushModel, null);
        int messageId = association.nextMessageId();
        CommandSet command = CommandSet.request(CommandSet.N_ACTION_RQ, messageId, true)
                .setUid(CommandSet.REQUESTED_SOP_CLASS_UID, Uid.StorageCommitmentPushModel)
                .setUid(CommandSet.REQUESTED_SOP_INSTANCE_UID, Uid.StorageCommitmentPushModelInstance)
                .setInt(CommandSet.ACTION_TYPE_ID, REQUEST_STORAGE_COMMITMENT);
        association.send(context, command, new DataSet().set(Tag.TransactionUID, transactionUid)
                .setItems(Tag.ReferencedSOPSequence, CommitmentResult.items(references)));
        Message response = association.awaitResponse(CommandSet.N_ACTION_RQ, messageId);
        association.statusOf(response, "N-ACTION");
        return DimseResult.of(response.command());
    }

    /** Takes reports on this association from now on, whatever it waits for. Set it before {@link #request}. */
    public static void listen(Association association, CommitmentListener listener) {
        association.onIncoming((a, request) -> {
            if (request.command().field() == CommandSet.N_EVENT_REPORT_RQ) {
                take(a, request, listener);
            } else {
                Association.refuse(a, request);
            }
        });
    }

    /**
     * Waits on this association for reports, which go to its listener.
     *
     * @return whether one came in time; false also when the peer released the association, as many do to report
     *         on a new one
     */
    public static boolean awaitReport(Association association, Duration limit) throws IOException {
        Deadline deadline = new Deadline(limit, "waiting for a commitment report");
        while (association.isOpen() && !deadline.isOver()) {
            if (association.awaitMessage(deadline.remainingMillis())) {
                Message message = association.receive(association.upper().responseDeadline());
                if (message == null) {
                    association.upper().releaseResponse();
                    return false;
                }
                association.incoming().handle(association, message);
                if (message.command().field() == CommandSet.N_EVENT_REPORT_RQ) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Performs one N-EVENT-REPORT. */
    static void take(Association association, Message message, CommitmentListener listener) throws IOException {
        List<CommitmentResult> results = new ArrayList<>();
        Outcome outcome = Outcome.of(association, "N-EVENT-REPORT", () -> {
            results.add(CommitmentResult.of(association.read(message)));
            listener.reported(association, results.get(0));
            return Status.SUCCESS;
        });
        association.send(message.context(), CommandSet.detailed(message.command(), outcome.status(),
                outcome.detail(), false));
    }
}
