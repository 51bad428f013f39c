package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.net.Status;

/** The standard's course of a retrieve: objects one after another, counts, cancel, final status (PS3.4 §C.4.2.3). */
final class SubOperationLoop {
    private static final Logger LOG = System.getLogger(SubOperationLoop.class.getName());

    /** Sends one object and returns the status. */
    interface SubOperation {
        int send(StoreSource source) throws IOException;
    }

    private final RetrieveContext context;
    private final List<? extends StoreSource> objects;
    private final List<String> failed = new ArrayList<>();
    private SubOperations counts;

    SubOperationLoop(RetrieveContext context, List<? extends StoreSource> objects) {
        this.context = context;
        this.objects = objects;
        this.counts = SubOperations.none(objects.size());
    }

    void run(SubOperation operation) throws IOException {
        for (StoreSource source : objects) {
            if (context.isCancelled()) {
                context.sendFinal(Status.CANCEL, null, counts, failed);
                return;
            }
            int status = status(operation, source);
            counts = counts.plus(status);
            if (Status.isFailure(status)) {
                failed.add(source.sopInstanceUid());
            }
            if (counts.remaining() > 0) {
                context.sendPending(counts);
            }
        }
        context.sendFinal(finalStatus(), null, counts.withoutRemaining(), failed);
    }

    private int status(SubOperation operation, StoreSource source) throws IOException {
        try {
            return operation.send(source);
        } catch (IOException e) {
            if (!context.request().association().isOpen()) {
                throw e;
            }
            LOG.log(Level.DEBUG, () -> "Sub-operation for " + source.sopInstanceUid() + " failed: " + e.getMessage());
            return Status.PROCESSING_FAILURE;
        }
    }

    private int finalStatus() {
        if (counts.failed() > 0 && counts.completed() == 0 && counts.warning() == 0) {
            return Status.UNABLE_TO_PERFORM_SUB_OPERATIONS;
        }
        return counts.failed() > 0 || counts.warning() > 0
                ? Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES : Status.SUCCESS;
    }
}
