package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.Cancellation;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.NegotiatedContext;

/** Retrieve by a third association as an SCU: C-MOVE (PS3.4 §C.4.2, PS3.7 §9.1.4). */
public final class MoveScu {
    private static final int MEDIUM_PRIORITY = 0;

    private MoveScu() { }

    /**
     * Asks the peer to send what the identifier names to the destination; {@code progress} sees each pending count.
     *
     * @throws BrokenResponseException if a response is without Status
     */
    public static RetrieveResult move(Association association, String model, DataSet identifier,
            String destinationAeTitle, Consumer<SubOperations> progress) throws IOException {
        return move(association, model, identifier, destinationAeTitle, progress, () -> false);
    }

    /** The same, cancellable as {@link FindScu#find} is. */
    public static RetrieveResult move(Association association, String model, DataSet identifier,
            String destinationAeTitle, Consumer<SubOperations> progress, BooleanSupplier cancel) throws IOException {
        return move(association, model, identifier, destinationAeTitle, progress, cancel, messageId -> { });
    }

    /**
     * The same.
     *
     * @param begun is given the Message ID (0000,0110) before the request is sent: objects sent for it name it as Move
     *              Originator Message ID (0000,1031)
     */
    public static RetrieveResult move(Association association, String model, DataSet identifier,
            String destinationAeTitle, Consumer<SubOperations> progress, BooleanSupplier cancel, IntConsumer begun)
            throws IOException {
        NegotiatedContext context = association.require(model, null);
        int messageId = association.nextMessageId();
        begun.accept(messageId);
        association.send(context, CommandSet.request(CommandSet.C_MOVE_RQ, messageId, true)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, model)
                .setInt(CommandSet.PRIORITY, MEDIUM_PRIORITY)
                .setText(CommandSet.MOVE_DESTINATION, destinationAeTitle), identifier);
        return RetrieveScu.await(association, CommandSet.C_MOVE_RQ,
                new Cancellation(context, messageId, cancel), progress);
    }
}
