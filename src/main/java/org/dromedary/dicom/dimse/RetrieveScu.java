package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Cancellation;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;

/** What C-MOVE and C-GET have in common as an SCU: pending responses up to a final one (PS3.4 §C.4.2, §C.4.3). */
final class RetrieveScu {
    private static final Logger LOG = System.getLogger(RetrieveScu.class.getName());

    private RetrieveScu() { }

    static RetrieveResult await(Association association, int commandField, Cancellation cancellation,
            Consumer<SubOperations> progress) throws IOException {
        String name = commandField == CommandSet.C_MOVE_RQ ? "C-MOVE" : "C-GET";
        while (true) {
            Message response = association.awaitResponse(commandField, cancellation);
            int status = association.statusOf(response, name);
            SubOperations counts = SubOperations.of(response.command());
            if (!Status.isPending(status)) {
                return new RetrieveResult(status, StatusDetail.of(response.command()), counts,
                        failedUids(association, response));
            }
            progress.accept(counts);
            cancellation.check(association);
        }
    }

    /** An identifier that was announced and does not come, or can't be read, takes nothing from the status. */
    private static List<String> failedUids(Association association, Message response) {
        if (response.data() == null) {
            return List.of();
        }
        try {
            DataSet identifier = association.read(response);
            return List.copyOf(identifier.getStrings(Tag.FailedSOPInstanceUIDList));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> association.id() + ": no list of failed instances: " + e.getMessage());
            return List.of();
        }
    }
}
