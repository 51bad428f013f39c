package org.dromedary.dicom.net;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** A caller's wish to cancel an operation, sent once as C-CANCEL-RQ (PS3.7 §9.3.2.3); the peer then ends it. */
public final class Cancellation {
    static final long INTERVAL_MILLIS = 200;

    private final NegotiatedContext context;
    private final int messageId;
    private final BooleanSupplier wish;
    private boolean sent;

    public Cancellation(NegotiatedContext context, int messageId, BooleanSupplier wish) {
        this.context = context;
        this.messageId = messageId;
        this.wish = wish;
    }

    /** Of the operation. */
    int messageId() {
        return messageId;
    }

    public void check(Association association) throws IOException {
        if (!sent && wish.getAsBoolean()) {
            sent = true;
            association.send(context, CommandSet.request(CommandSet.C_CANCEL_RQ, 0, false)
                    .without(CommandSet.MESSAGE_ID)
                    .setInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, messageId));
        }
    }
}
