package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.function.Function;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;

/** Storage commitment as an SCP, low-level as {@link MoveHandler} is (PS3.4 §J.3). */
@FunctionalInterface
public interface CommitmentHandler {
    /** Performs the N-ACTION; where it returns without {@link CommitmentContext#respond}, success is responded. */
    void commit(CommitmentContext context) throws IOException;

    /** Decides at once and reports on the same association, right after the response. */
    static CommitmentHandler of(Function<CommitmentRequest, CommitmentResult> decision) {
        return context -> {
            CommitmentResult result = decision.apply(context.request());
            context.respond(Status.SUCCESS, null);
            context.report(result);
        };
    }

    /**
     * Decides at once and reports on a new association.
     *
     * @param requestors how to reach the AE title that asked, without presentation contexts; null if unknown
     */
    static CommitmentHandler of(Function<CommitmentRequest, CommitmentResult> decision,
            Function<String, AssociationRequest.Builder> requestors) {
        return context -> {
            CommitmentResult result = decision.apply(context.request());
            AssociationRequest.Builder requestor = requestors.apply(context.request().callingAeTitle());
            if (requestor == null) {
                throw new DimseStatusException(Status.PROCESSING_FAILURE, "No address to report to");
            }
            context.respond(Status.SUCCESS, null);
            CommitmentContext.report(requestor, result);
        };
    }
}
