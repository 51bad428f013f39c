package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.NegotiatedContext;
import org.dromedary.dicom.net.Status;

/** Verification as an SCU: C-ECHO (PS3.4 Annex A, PS3.7 §9.1.5). */
public final class EchoScu {
    private EchoScu() { }

    /** Returns the status of the peer; any answer shows that it is there, also one that is {@link Status#MISSING}. */
    public static int echo(Association association) throws IOException {
        return ask(association).status();
    }

    /** The same with all that the response says. */
    public static DimseResult ask(Association association) throws IOException {
        NegotiatedContext context = association.require(Uid.Verification, null);
        int messageId = association.nextMessageId();
        association.send(context, CommandSet.request(CommandSet.C_ECHO_RQ, messageId, false)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, Uid.Verification));
        return DimseResult.of(association.awaitResponse(CommandSet.C_ECHO_RQ, messageId).command());
    }
}
