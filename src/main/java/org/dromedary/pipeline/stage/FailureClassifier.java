package org.dromedary.pipeline.stage;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.UnfitUidException;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.SpoolDamagedException;
import org.dromedary.pipeline.stage.Failure.Kind;

/** The one place that says what an exception means for a series. */
public final class FailureClassifier {

    /** Reason of a failure that nobody foresaw. */
    static final String INTERNAL_ERROR = "INTERNAL_ERROR";
    /** Reason of a failure when the ledger refuses a value or a statement, and will again. */
    static final String LEDGER_REFUSED = "LEDGER_REFUSED";
    private static final String BROKEN_RESPONSE = "BROKEN_RESPONSE";

    private FailureClassifier() {
    }

    public static Failure classify(Throwable thrown) {
        if (LedgerTrouble.isOfDatabase(thrown)) {
            // First: further down there may be an exception of a socket, which is not an archive's here.
            return new Failure(Kind.BUG, LEDGER_REFUSED, LedgerTrouble.describe(thrown) + "; the log has the stack");
        }
        Throwable cause = thrown;
        while (cause != null) {
            Failure known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return new Failure(Kind.BUG, INTERNAL_ERROR, thrown.getClass().getSimpleName() + "; the log has the stack");
    }

    /**
     * Whether the work failed because the ledger could not be reached, or the broker did not take a message: then
     * nothing can be decided either, and the same work may succeed later. What the ledger refuses is another matter.
     */
    public static boolean isServerTrouble(Throwable thrown) {
        if (LedgerTrouble.isOfDatabase(thrown)) {
            return LedgerTrouble.isTransient(thrown);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageFormatException || cause instanceof MessageNotWriteableException) {
                return false;
            }
            if (cause instanceof JMSException) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is an error that nobody foresaw, which is worth one more try before a person must look. */
    public static boolean isUnforeseen(Failure failure) {
        return failure.kind() == Kind.BUG
                && (failure.reason().equals(INTERNAL_ERROR) || failure.reason().equals(LEDGER_REFUSED));
    }

    private static Failure known(Throwable cause) {
        if (cause instanceof StageException stage) {
            return stage.failure();
        }
        if (cause instanceof UnfitUidException) {
            return new Failure(Kind.UNSAFE, UnfitUidException.REASON, cause.getMessage());
        }
        if (cause instanceof SpoolDamagedException damage) {
            return new Failure(Kind.SPOOL_LOST, "SPOOL_DAMAGED", damage.getFile() + " " + damage.getReason());
        }
        if (cause instanceof IOException && Spool.isFull(cause)) {
            return new Failure(Kind.NO_ROOM, "SPOOL_FULL", "the disk of the spool has no room left");
        }
        if (cause instanceof DimseStatusException status) {
            return status(status);
        }
        if (cause instanceof AssociationRejectedException) {
            return new Failure(Kind.BUSY, "ASSOCIATION_REJECTED", cause.getMessage());
        }
        if (cause instanceof NoPresentationContextException) {
            // Objects that the target has no context for are the store stage's to judge: this is a service.
            return new Failure(Kind.MISCONFIGURED, "NO_PRESENTATION_CONTEXT", cause.getMessage());
        }
        if (cause instanceof DicomTimeoutException) {
            return new Failure(Kind.SERIES_FAILED, "TIMEOUT", cause.getMessage());
        }
        if (cause instanceof AssociationAbortedException) {
            return new Failure(Kind.SERIES_FAILED, "ASSOCIATION_ABORTED", cause.getMessage());
        }
        if (cause instanceof BrokenResponseException) {
            return new Failure(Kind.SERIES_FAILED, BROKEN_RESPONSE, cause.getMessage());
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
        String reason = code == Status.MISSING ? BROKEN_RESPONSE : String.format("STATUS_%04X", code);
        String command = status.command().isEmpty() ? "" : status.command() + ": ";
        // For storage the whole of 0xA7xx is "out of resources" (PS3.4 Table B.2-1); 0xA702 is a retrieve's.
        boolean full = status.command().equals("C-STORE") && (code & 0xFF00) == 0xA700;
        return new Failure(full ? Kind.BUSY : kindOf(code), reason, command + status.detail().withoutComment()
                .describe(code));
    }

    /**
     * What a failure status means (PS3.4 §B.2.3, §C.4.2.1.5). 0xA801 is our address missing in the source's
     * configuration, not a fault of the series; 0xA702 is about its objects, unlike the rest of 0xA7xx.
     */
    public static Kind kindOf(int status) {
        if (status == Status.MOVE_DESTINATION_UNKNOWN) {
            return Kind.MISCONFIGURED;
        }
        boolean outOfResources = (status & 0xFF00) == 0xA700 && status != Status.UNABLE_TO_PERFORM_SUB_OPERATIONS;
        return outOfResources ? Kind.BUSY : Kind.SERIES_FAILED;
    }
}
