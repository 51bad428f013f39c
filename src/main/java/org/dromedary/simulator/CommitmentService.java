package org.dromedary.simulator;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.dromedary.dicom.dimse.CommitmentContext;
import org.dromedary.dicom.dimse.CommitmentHandler;
import org.dromedary.dicom.dimse.CommitmentRequest;
import org.dromedary.dicom.dimse.CommitmentResult;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.SopReference;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;

/** Storage commitment over the index (PS3.4 §J.3), with the faults of {@link CommitmentFault}. */
final class CommitmentService implements CommitmentHandler {

    private static final Logger LOG = System.getLogger(CommitmentService.class.getName());

    private final ArchiveIndex index;
    private final Faults faults;
    private final Pause pause;
    private final Executor background;
    private final Function<String, AssociationRequest.Builder> requestors;

    CommitmentService(ArchiveIndex index, Faults faults, Pause pause, Executor background,
            Function<String, AssociationRequest.Builder> requestors) {
        this.index = index;
        this.faults = faults;
        this.pause = pause;
        this.background = background;
        this.requestors = requestors;
    }

    @Override
    public void commit(CommitmentContext context) throws IOException {
        Optional<CommitmentFault.FailWith> failure = faults.take(CommitmentFault.FailWith.class);
        if (failure.isPresent()) {
            throw new DimseStatusException("N-ACTION", failure.get().status(), null);
        }
        CommitmentResult result = decide(context.request());
        boolean never = faults.take(CommitmentFault.NeverReport.class).isPresent();
        Optional<CommitmentFault.ReportOnNewAssociation> elsewhere =
                faults.take(CommitmentFault.ReportOnNewAssociation.class);
        context.respond(Status.SUCCESS, null);
        if (never) {
            return;
        }
        if (elsewhere.isEmpty()) {
            context.report(result);
            return;
        }
        String requestor = context.request().callingAeTitle();
        background.execute(() -> reportLater(requestor, elsewhere.get().later(), result));
    }

    private void reportLater(String requestorAeTitle, Duration later, CommitmentResult result) {
        AssociationRequest.Builder requestor = requestors.apply(requestorAeTitle);
        if (requestor == null || pause.sleep(later)) {
            return;
        }
        try {
            CommitmentContext.report(requestor, result);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "commitment report of " + result.transactionUid() + " failed: " + e.getMessage());
        }
    }

    private CommitmentResult decide(CommitmentRequest request) {
        Optional<CommitmentFault.FailObjects> wrongly = faults.take(CommitmentFault.FailObjects.class);
        int refused = wrongly.map(CommitmentFault.FailObjects::objects).orElse(0);
        List<SopReference> committed = new ArrayList<>();
        List<CommitmentResult.Failure> failed = new ArrayList<>();
        for (SopReference reference : request.references()) {
            if (failed.size() < refused) {
                failed.add(new CommitmentResult.Failure(reference, wrongly.get().failureReason()));
            } else {
                check(reference, committed, failed);
            }
        }
        return new CommitmentResult(request.transactionUid(), committed, failed);
    }

    private void check(SopReference reference, List<SopReference> committed, List<CommitmentResult.Failure> failed) {
        ArchivedObject object = index.get(reference.sopInstanceUid());
        if (object == null) {
            failed.add(new CommitmentResult.Failure(reference, Status.NO_SUCH_OBJECT_INSTANCE));
        } else if (!object.sopClassUid().equals(reference.sopClassUid())) {
            failed.add(new CommitmentResult.Failure(reference, Status.CLASS_INSTANCE_CONFLICT));
        } else {
            committed.add(reference);
        }
    }
}
