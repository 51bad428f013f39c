package org.dromedary.dicom.net;

import java.io.IOException;
import org.dromedary.dicom.data.Uid;

/** Verification as an SCU: C-ECHO (PS3.4 Annex A, PS3.7 §9.1.5). */
public final class EchoScu {
    private EchoScu() { }

    /** Returns the status of the peer; any answer shows that it is there. */
    public static int echo(Association association) throws IOException {
        NegotiatedContext context = association.require(Uid.Verification, null);
        association.send(context, CommandSet.request(CommandSet.C_ECHO_RQ, association.nextMessageId(), false)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, Uid.Verification));
        return association.awaitResponse(CommandSet.C_ECHO_RQ).command().status();
    }
}
