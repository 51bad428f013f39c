package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.NegotiatedContext;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;

/** An N-ACTION of storage commitment being performed: what its handler can do on the wire (PS3.4 §J.3). */
public final class CommitmentContext {
    private final Message message;
    private final CommitmentRequest request;
    private boolean responded;

    private CommitmentContext(CommitmentRequest request, Message message) {
        this.request = request;
        this.message = message;
    }

    static void perform(Association association, Message message, CommitmentHandler handler) throws IOException {
        CommitmentContext[] context = new CommitmentContext[1];
        Outcome outcome = Outcome.of(association, "N-ACTION", () -> {
            DataSet information = association.read(message);
            context[0] = new CommitmentContext(new CommitmentRequest(association,
                    information.getString(Tag.TransactionUID, ""), CommitmentResult.references(information)), message);
            handler.commit(context[0]);
            return Status.SUCCESS;
        });
        if (context[0] == null || !context[0].responded) {
            association.send(message.context(), CommandSet.detailed(message.command(), outcome.status(),
                    outcome.detail(), false));
        }
    }

    public CommitmentRequest request() {
        return request;
    }

    /** Sends the N-ACTION-RSP. */
    public void respond(int status, String comment) throws IOException {
        responded = true;
        request.association().send(message.context(),
                CommandSet.response(message.command(), status, comment, false));
    }

    /** Sends the result on the same association and returns the status of the answer. */
    public int report(CommitmentResult result) throws IOException {
        return report(request.association(), message.context(), result);
    }

    /** Sends the result on a new association, as the SCP; for any thread and any time later. */
    public static int report(AssociationRequest.Builder requestor, CommitmentResult result) throws IOException {
        AssociationRequest association = requestor
                .context(Uid.StorageCommitmentPushModel, Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian)
                .role(Uid.StorageCommitmentPushModel, false, true).build();
        try (Association opened = Association.open(association)) {
            for (NegotiatedContext context : opened.contexts()) {
                if (context.accepted() && context.abstractSyntax().equals(Uid.StorageCommitmentPushModel)) {
                    return report(opened, context, result);
                }
            }
            throw new NoPresentationContextException(Uid.StorageCommitmentPushModel, null);
        }
    }

    private static int report(Association association, NegotiatedContext context, CommitmentResult result)
            throws IOException {
        int messageId = association.nextMessageId();
        association.send(context,
                CommandSet.request(CommandSet.N_EVENT_REPORT_RQ, messageId, true)
                        .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, Uid.StorageCommitmentPushModel)
                        .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, Uid.StorageCommitmentPushModelInstance)
                        .setInt(CommandSet.EVENT_TYPE_ID, result.eventType()), result.toDataSet());
        return association.statusOf(association.awaitResponse(CommandSet.N_EVENT_REPORT_RQ, messageId),
                "N-EVENT-REPORT");
    }
}
