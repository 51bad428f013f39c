package org.dromedary.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.FindRequest;

/** The faults of {@link QueryFault} by which a query ends before its first answer. */
final class FindRefusals {

    private static final int IDENTIFIER_DOES_NOT_MATCH = 0xA900;

    private final Faults faults;
    private final Pause pause;

    FindRefusals(Faults faults, Pause pause) {
        this.faults = faults;
        this.pause = pause;
    }

    /** Refusals that do not look at the identifier. */
    void beforeReading(FindRequest request) throws IOException {
        if (faults.take(QueryFault.NoAnswer.class).isPresent()) {
            pause.untilClosed(request.association());
        }
        Optional<QueryFault.FailWith> failure = faults.take(QueryFault.FailWith.class);
        if (failure.isPresent()) {
            throw failed(failure.get().status(), failure.get().comment());
        }
    }

    void judge(FindRequest request, QueryLevel level) throws IOException {
        if (faults.take(QueryFault.AbortAtLevel.class, fault -> fault.level() == level).isPresent()) {
            request.association().abort();
            throw new IOException("aborted by a fault at level " + level);
        }
        Optional<QueryFault.RefuseLevel> refusal =
                faults.take(QueryFault.RefuseLevel.class, fault -> fault.level() == level);
        if (refusal.isPresent()) {
            throw failed(refusal.get().status(), null);
        }
        DataSet identifier = request.identifier();
        refuseStudy(identifier, level);
        refuseKeys(identifier, level);
    }

    private void refuseStudy(DataSet identifier, QueryLevel level) throws DimseStatusException {
        List<String> asked = identifier.getStrings(Tag.StudyInstanceUID);
        boolean below = level == QueryLevel.SERIES || level == QueryLevel.IMAGE;
        Optional<QueryFault.FailStudy> failure = faults.take(QueryFault.FailStudy.class,
                fault -> below && asked.stream().anyMatch(fault.studyUids()::contains));
        if (failure.isPresent()) {
            throw failed(failure.get().status(), null);
        }
    }

    private void refuseKeys(DataSet identifier, QueryLevel level) throws DimseStatusException {
        if (faults.take(QueryFault.RefuseKeys.class,
                fault -> fault.tags().stream().anyMatch(tag -> identifier.getString(tag) != null)).isPresent()) {
            throw failed(IDENTIFIER_DOES_NOT_MATCH, "Unsupported matching key");
        }
        if (identifier.getString(Tag.PatientID, "").isEmpty() && faults.take(QueryFault.RequirePatientId.class,
                fault -> fault.levels().contains(level)).isPresent()) {
            throw failed(IDENTIFIER_DOES_NOT_MATCH, null);
        }
    }

    static DimseStatusException failed(int status, String comment) {
        return new DimseStatusException("C-FIND", status, comment);
    }
}
