package org.dromedary.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.RetrieveContext;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.net.Status;

/** The faults of {@link RetrieveFault} by which a retrieve ends before its first object. */
final class RetrieveRefusals {

    private final Faults faults;
    private final Pause pause;

    RetrieveRefusals(Faults faults, Pause pause) {
        this.faults = faults;
        this.pause = pause;
    }

    void judge(RetrieveContext context) throws IOException {
        if (faults.take(RetrieveFault.NoAnswer.class).isPresent()) {
            pause.untilClosed(context.request().association());
        }
        if (faults.take(RetrieveFault.AbortRequest.class).isPresent()) {
            context.abort();
            throw new IOException("aborted by a fault");
        }
        Optional<RetrieveFault.FailWith> failure = faults.take(RetrieveFault.FailWith.class);
        if (failure.isPresent()) {
            throw new DimseStatusException("C-MOVE", failure.get().status(), failure.get().comment());
        }
        judge(context.request().identifier());
        Optional<RetrieveFault.PendingForever> pending = faults.take(RetrieveFault.PendingForever.class);
        if (pending.isPresent()) {
            pendingForever(context, pending.get());
        }
    }

    private void judge(DataSet identifier) throws DimseStatusException {
        QueryLevel level = QueryLevel.of(identifier.getString(Tag.QueryRetrieveLevel));
        boolean patientMissing = identifier.getString(Tag.PatientID, "").isEmpty();
        if (faults.take(RetrieveFault.OnlyAtLevels.class, fault -> !fault.levels().contains(level)).isPresent()
                || patientMissing && faults.take(RetrieveFault.RequirePatientId.class).isPresent()) {
            throw new DimseStatusException("C-MOVE", Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, null);
        }
        List<String> asked = identifier.getStrings(Tag.SeriesInstanceUID);
        boolean bySeries = level == QueryLevel.SERIES || level == QueryLevel.IMAGE;
        Optional<RetrieveFault.FailSeries> series = faults.take(RetrieveFault.FailSeries.class,
                fault -> bySeries && asked.stream().anyMatch(fault.seriesUids()::contains));
        if (series.isPresent()) {
            throw new DimseStatusException("C-MOVE", series.get().status(), null);
        }
    }

    private void pendingForever(RetrieveContext context, RetrieveFault.PendingForever fault) throws IOException {
        SubOperations nothingDone = SubOperations.none(1);
        while (!context.isCancelled()) {
            context.sendPending(nothingDone);
            if (pause.sleep(fault.interval())) {
                context.abort();
            }
        }
        throw new DimseStatusException("C-MOVE", Status.CANCEL, null);
    }
}
