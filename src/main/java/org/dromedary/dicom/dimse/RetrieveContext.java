package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.PresentationContext;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;

/**
 * A C-MOVE or C-GET being performed: what its handler can do on the wire, in the standard's order or not. For the
 * association's thread only.
 */
public final class RetrieveContext {
    private static final int MAX_CONTEXTS = 128;

    private final Message message;
    private final RetrieveRequest request;
    private final CancelWatch watch;
    private SubOperations counts = new SubOperations(SubOperations.ABSENT, 0, 0, 0);
    private boolean ended;

    /** A handler of either operation. */
    interface Work {
        void run(RetrieveContext context) throws IOException;
    }

    /** Lets the handler work and sees to it that one final response goes out. */
    static void perform(Association association, Message message, Work work) throws IOException {
        RetrieveContext[] context = new RetrieveContext[1];
        CommandSet command = message.command();
        Outcome outcome = Outcome.of(association, "retrieve", () -> {
            context[0] = new RetrieveContext(new RetrieveRequest(association,
                    command.getText(CommandSet.AFFECTED_SOP_CLASS_UID), association.read(message),
                    command.getText(CommandSet.MOVE_DESTINATION), command.getInt(CommandSet.MESSAGE_ID, 0)), message);
            work.run(context[0]);
            return Status.SUCCESS;
        });
        if (context[0] == null) {
            association.send(message.context(),
                    CommandSet.detailed(command, outcome.status(), outcome.detail(), false));
        } else if (!context[0].ended && association.isOpen()) {
            context[0].sendFinalWith(outcome.detail(), outcome.status(), context[0].counts, null);
        }
    }

    private RetrieveContext(RetrieveRequest request, Message message) {
        this.request = request;
        this.message = message;
        this.watch = new CancelWatch(request.association(), message);
    }

    public RetrieveRequest request() {
        return request;
    }

    /** AE title to move to, empty for a C-GET. */
    public String destination() {
        return request.destination();
    }

    /** Whether a C-CANCEL-RQ has come; does not wait. */
    public boolean isCancelled() throws IOException {
        return watch.isCancelled();
    }

    /** The same, waiting up to so many milliseconds for one: for archives that are slow on purpose. */
    public boolean isCancelledWithin(long millis) throws IOException {
        return watch.isCancelledWithin(millis);
    }

    /** Whether {@link #sendFinal} has been called. */
    public boolean isEnded() {
        return ended;
    }

    /** The counts of the last response. */
    public SubOperations counts() {
        return counts;
    }

    public void sendPending(SubOperations subOperations) throws IOException {
        counts = subOperations;
        CommandSet response = CommandSet.response(message.command(), Status.PENDING, null, false);
        subOperations.into(response);
        request.association().send(message.context(), response);
    }

    /** Sends the final response; a list of failed instances goes into its identifier, null or empty for none. */
    public void sendFinal(int status, String comment, SubOperations subOperations,
            Collection<String> failedSopInstanceUids) throws IOException {
        sendFinalWith(StatusDetail.of(comment), status, subOperations, failedSopInstanceUids);
    }

    /** The same with offending elements and the like. */
    public void sendFinalWith(StatusDetail detail, int status, SubOperations subOperations,
            Collection<String> failedSopInstanceUids) throws IOException {
        ended = true;
        counts = subOperations;
        boolean list = failedSopInstanceUids != null && !failedSopInstanceUids.isEmpty();
        CommandSet response = CommandSet.detailed(message.command(), status, detail, list);
        subOperations.into(response);
        if (list) {
            request.association().send(message.context(), response, new DataSet().set(
                    Tag.FailedSOPInstanceUIDList, Vr.UI, failedSopInstanceUids.toArray(String[]::new)));
        } else {
            request.association().send(message.context(), response);
        }
    }

    /** Aborts the association that asked. */
    public void abort() {
        request.association().abort();
    }

    /** Sends an object on the same association (C-GET); the peer must be an SCP of its class there. */
    public StoreResult store(StoreSource source) throws IOException {
        Association association = request.association();
        Association.Incoming before = association.incoming();
        association.onIncoming((a, incoming) -> {
            if (!watch.matches(incoming)) {
                a.send(incoming.context(), CommandSet.response(incoming.command(), Status.RESOURCE_LIMITATION,
                        "Busy with a retrieve", false));
            }
        });
        try {
            return StoreScu.store(association, source);
        } finally {
            association.onIncoming(before);
        }
    }

    /** Opens an association for these objects, one presentation context for each class and transfer syntax. */
    public Association openSubAssociation(AssociationRequest.Builder destination,
            Collection<? extends StoreSource> objects) throws IOException {
        Set<PresentationContext> contexts = new LinkedHashSet<>();
        for (StoreSource object : objects) {
            contexts.add(new PresentationContext(object.sopClassUid(), List.of(object.transferSyntaxUid())));
        }
        contexts.stream().limit(MAX_CONTEXTS).forEach(destination::context);
        return Association.open(destination.build());
    }

    /** Sends an object of this C-MOVE on a sub-association, naming the originator. */
    public StoreResult store(Association subAssociation, StoreSource source) throws IOException {
        return StoreScu.store(subAssociation, new OriginatedSource(source,
                new StoreSource.MoveOriginator(request.callingAeTitle(), request.messageId())));
    }
}
