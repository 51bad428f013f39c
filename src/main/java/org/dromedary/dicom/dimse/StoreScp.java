package org.dromedary.dicom.dimse;

import java.io.IOException;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.Status;

/** Performs a C-STORE by a handler, for an SCP and for the sub-operations of our own C-GET (PS3.4 §B.2). */
final class StoreScp {
    private StoreScp() { }

    static void perform(Association association, Message message, StoreHandler handler, StoreVolume volume)
            throws IOException {
        CommandSet command = message.command();
        if (message.data() == null) {
            association.send(message.context(), CommandSet.response(command, Status.MISTYPED_ARGUMENT,
                    "No data set", false));
            return;
        }
        StoreRequest request = new StoreRequest(association, command.getText(CommandSet.AFFECTED_SOP_CLASS_UID),
                command.getText(CommandSet.AFFECTED_SOP_INSTANCE_UID), message.context().transferSyntax(),
                command.getText(CommandSet.MOVE_ORIGINATOR_AE_TITLE),
                command.getInt(CommandSet.MOVE_ORIGINATOR_MESSAGE_ID, 0));
        volume.begin(message.data());
        Outcome outcome = Outcome.of(association, "C-STORE", () -> handler.store(request, message.data()));
        volume.end(message.data(), outcome.status());
        association.send(message.context(), CommandSet.detailed(command, outcome.status(), outcome.detail(), false));
    }
}
