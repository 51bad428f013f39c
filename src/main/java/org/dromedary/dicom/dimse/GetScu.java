package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.Cancellation;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.NegotiatedContext;

/**
 * Retrieve on the same association as an SCU: C-GET (PS3.4 §C.4.3, PS3.7 §9.1.3). The association must propose each
 * storage class with {@code role(class, false, true)}, as {@link GetContexts} does.
 */
public final class GetScu {
    private static final int MEDIUM_PRIORITY = 0;

    private GetScu() { }

    /**
     * Asks for what the identifier names; the objects come to the handler before this returns.
     *
     * @throws BrokenResponseException if a response is without Status
     */
    public static RetrieveResult get(Association association, String model, DataSet identifier, StoreHandler handler,
            Consumer<SubOperations> progress) throws IOException {
        return get(association, model, identifier, handler, progress, () -> false);
    }

    /** The same, cancellable as {@link FindScu#find} is; {@code cancel} is asked after each object too. */
    public static RetrieveResult get(Association association, String model, DataSet identifier, StoreHandler handler,
            Consumer<SubOperations> progress, BooleanSupplier cancel) throws IOException {
        NegotiatedContext context = association.require(model, null);
        int messageId = association.nextMessageId();
        Cancellation cancellation = new Cancellation(context, messageId, cancel);
        Association.Incoming before = association.incoming();
        association.onIncoming((a, request) -> {
            if (request.command().field() == CommandSet.C_STORE_RQ) {
                StoreScp.perform(a, request, handler, new StoreVolume(StoreLimits.NONE));
                cancellation.check(a);
            } else {
                before.handle(a, request);
            }
        });
        try {
            association.send(context, CommandSet.request(CommandSet.C_GET_RQ, messageId, true)
                    .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, model)
                    .setInt(CommandSet.PRIORITY, MEDIUM_PRIORITY), identifier);
            return RetrieveScu.await(association, CommandSet.C_GET_RQ, cancellation, progress);
        } finally {
            association.onIncoming(before);
        }
    }
}
