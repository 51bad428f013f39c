package org.dromedary.stage;

import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.net.AssociationAbortedException;
import org.dromedary.dicom.net.AssociationRejectedException;
import org.dromedary.dicom.net.DicomTimeoutException;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.MalformedPduException;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.ledger.LedgerException;
import org.dromedary.stage.Failure.Kind;

/** The one place that says what an exception means for a series. */
public final class FailureClassifier {

    private FailureClassifier() {
    }

    public static Failure classify(Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null) {
            Failure known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return new Failure(Kind.BUG, "INTERNAL_ERROR", thrown.getClass().getSimpleName() + "; the log has the stack");
    }

    /** Whether the work failed because the ledger could not be read or written: then nothing can be decided either. */
    public static boolean isLedgerTrouble(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LedgerException || cause instanceof SQLException
                    || cause instanceof PersistenceException) {
                return true;
            }
        }
        return false;
    }

    private static Failure known(Throwable cause) {
        if (cause instanceof StageException stage) {
            return stage.failure();
        }
        if (cause instanceof DimseStatusException status) {
            return status(status);
        }
        if (cause instanceof AssociationRejectedException) {
            return new Failure(Kind.BUSY, "ASSOCIATION_REJECTED", cause.getMessage());
        }
        if (cause instanceof NoPresentationContextException) {
            return new Failure(Kind.REFUSED, "NO_PRESENTATION_CONTEXT", cause.getMessage());
        }
        if (cause instanceof DicomTimeoutException) {
            return new Failure(Kind.SERIES_FAILED, "TIMEOUT", cause.getMessage());
        }
        if (cause instanceof AssociationAbortedException) {
            return new Failure(Kind.SERIES_FAILED, "ASSOCIATION_ABORTED", cause.getMessage());
        }
        if (cause instanceof MalformedPduException) {
            return new Failure(Kind.SERIES_FAILED, "PROTOCOL_ERROR", cause.getMessage());
        }
        if (cause instanceof DicomFormatException) {
            return new Failure(Kind.SERIES_FAILED, "MALFORMED_DATA_SET", cause.getMessage());
        }
        if (cause instanceof FileSystemException file) {
            return new Failure(Kind.SERIES_FAILED, "SPOOL_ERROR",
                    file.getClass().getSimpleName() + " " + file.getReason() + ": look at the spool's disk");
        }
        if (cause instanceof IOException) {
            return new Failure(Kind.SERIES_FAILED, "CONNECTION_LOST", String.valueOf(cause.getMessage()));
        }
        return null;
    }

    private static Failure status(DimseStatusException status) {
        int code = status.status();
        String reason = String.format("STATUS_%04X", code);
        boolean outOfResources = code >= 0xA700 && code <= 0xA7FF && code != 0xA702;
        return new Failure(outOfResources ? Kind.BUSY : Kind.SERIES_FAILED, reason, Status.describe(code));
    }
}
