package org.dromedary.dicom.net;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** What C-MOVE and C-GET have in common as an SCU: pending responses up to a final one (PS3.4 §C.4.2, §C.4.3). */
final class RetrieveScu {
    private RetrieveScu() { }

    static RetrieveResult await(Association association, int commandField, Cancellation cancellation,
            Consumer<SubOperations> progress) throws IOException {
        while (true) {
            Message response = association.awaitResponse(commandField, cancellation);
            CommandSet command = response.command();
            SubOperations counts = SubOperations.of(command);
            if (!Status.isPending(command.status())) {
                return new RetrieveResult(command.status(), command.getText(CommandSet.ERROR_COMMENT), counts,
                        failedUids(association, response));
            }
            progress.accept(counts);
            cancellation.check(association);
        }
    }

    private static List<String> failedUids(Association association, Message response) throws IOException {
        if (response.data() == null) {
            return List.of();
        }
        DataSet identifier = association.read(response);
        return List.copyOf(identifier.getStrings(Tag.FailedSOPInstanceUIDList));
    }
}
