package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;
import org.dromedary.dicom.ul.AssociationAbortedException;

/** The status and comment a handler's return or exception stands for; only the end of the association passes on. */
record Outcome(int status, StatusDetail detail) {
    private static final Logger LOG = System.getLogger(Outcome.class.getName());

    interface Work {
        int run() throws IOException;
    }

    static Outcome of(Association association, String operation, Work work) throws IOException {
        try {
            return new Outcome(work.run(), StatusDetail.NONE);
        } catch (UncheckedIOException e) {
            return failed(association, operation, e.getCause());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return failed(association, operation, e);
        }
    }

    private static Outcome failed(Association association, String operation, Throwable thrown) throws IOException {
        if (thrown instanceof DimseStatusException status) {
            return new Outcome(status.status(), status.detail());
        }
        if (!association.isOpen()) {
            throw thrown instanceof IOException io ? io
                    : AssociationAbortedException.lost("it ended while a handler worked", thrown);
        }
        LOG.log(Level.WARNING, association.id() + ": handler of " + operation + " failed", thrown);
        return new Outcome(Status.UNABLE_TO_PROCESS,
                StatusDetail.of("Processing failed: " + thrown.getClass().getSimpleName()));
    }
}
