package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.Deadline;

/**
 * Looks, while an operation is performed, whether its C-CANCEL-RQ has come (PS3.7 §9.3.2.3). Another request that the
 * peer's window allows is kept for later, and with it everything behind it.
 */
final class CancelWatch {
    private final Association association;
    private final int messageId;
    private final Deadline deadline;
    private boolean cancelled;

    CancelWatch(Association association, Message operation) {
        this.association = association;
        this.messageId = operation.command().getInt(CommandSet.MESSAGE_ID, 0);
        this.deadline = new Deadline(association.timeouts().response(), "rest of a message while performing another");
    }

    boolean isCancelled() throws IOException {
        while (!cancelled && !association.hasPushedBack() && association.upper().ready()) {
            take(association.receive(deadline.restart()));
        }
        return cancelled;
    }

    /** Waits for a cancel up to some time: what a slow archive does between its sub-operations. */
    boolean isCancelledWithin(long millis) throws IOException {
        if (!isCancelled() && !association.hasPushedBack()) {
            association.awaitMessage(millis);
        }
        return isCancelled();
    }

    private void take(Message message) throws IOException {
        if (message == null) {
            association.upper().releaseResponse();
            throw AssociationAbortedException.lost("the peer released it while an operation was performed", null);
        }
        if (!matches(message)) {
            association.pushBack(message);
        }
    }

    /** Notes the cancel of this operation; also for requests that come between a sub-operation's messages. */
    boolean matches(Message message) {
        CommandSet command = message.command();
        if (command.field() != CommandSet.C_CANCEL_RQ) {
            return false;
        }
        if (command.getInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, messageId) == messageId) {
            cancelled = true;
        }
        return true;
    }
}
