package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Cancellation;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.NegotiatedContext;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;

/** Query as an SCU: C-FIND (PS3.4 §C.4.1, PS3.7 §9.1.2); serves modality worklists as well. */
public final class FindScu {
    private static final int MEDIUM_PRIORITY = 0;

    private FindScu() { }

    /** Sends the identifier and hands over each match as it comes. */
    public static FindResult find(Association association, String model, DataSet identifier,
            Consumer<DataSet> matches) throws IOException {
        return find(association, model, identifier, matches, () -> false);
    }

    /**
     * The same, cancellable: as soon as {@code cancel} is true (asked between matches and several times a second)
     * one C-CANCEL-RQ goes out; matches already under way still come. A response without Status is a match if it has an
     * identifier, as only pending ones do (PS3.4 §C.4.1.1.4); else it breaks the answer off: see
     * {@link FindResult#isBroken}.
     */
    public static FindResult find(Association association, String model, DataSet identifier,
            Consumer<DataSet> matches, BooleanSupplier cancel) throws IOException {
        NegotiatedContext context = association.require(model, null);
        int messageId = association.nextMessageId();
        association.send(context, CommandSet.request(CommandSet.C_FIND_RQ, messageId, true)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, model)
                .setInt(CommandSet.PRIORITY, MEDIUM_PRIORITY), identifier);
        Cancellation cancellation = new Cancellation(context, messageId, cancel);
        long count = 0;
        while (true) {
            Message response = association.awaitResponse(CommandSet.C_FIND_RQ, cancellation);
            int status = response.command().status();
            if (status == Status.MISSING && response.data() == null) {
                association.abort();
                return FindResult.broken(StatusDetail.of(response.command()), count);
            }
            if (status != Status.MISSING && !Status.isPending(status)) {
                return new FindResult(status, StatusDetail.of(response.command()), count);
            }
            count++;
            matches.accept(association.read(response));
            cancellation.check(association);
        }
    }
}
