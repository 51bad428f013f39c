package org.dromedary.simulator;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.FindHandler;
import org.dromedary.dicom.net.FindRequest;

/** C-FIND over the index (PS3.4 §C.4.1), with the faults of {@link QueryFault}. */
final class FindService implements FindHandler {

    private static final int OUT_OF_RESOURCES = 0xA700;
    private static final int IDENTIFIER_DOES_NOT_MATCH = 0xA900;

    private final ArchiveIndex index;
    private final Faults faults;
    private final Pause pause;
    private final LoadModel load;
    private final String aeTitle;
    private final boolean combinedDateTime;

    FindService(ArchiveIndex index, Faults faults, Pause pause, LoadModel load, String aeTitle,
            boolean combinedDateTime) {
        this.index = index;
        this.faults = faults;
        this.pause = pause;
        this.load = load;
        this.aeTitle = aeTitle;
        this.combinedDateTime = combinedDateTime;
    }

    @Override
    public Iterator<DataSet> find(FindRequest request) throws IOException {
        if (faults.take(QueryFault.NoAnswer.class).isPresent()) {
            pause.untilClosed(request.association());
        }
        try (LoadModel.Operation underWay = load.begin()) {
            pause.sleep(load.find());
        }
        Optional<QueryFault.FailWith> failure = faults.take(QueryFault.FailWith.class);
        if (failure.isPresent()) {
            throw failed(failure.get().status(), failure.get().comment());
        }
        DataSet identifier = request.identifier();
        QueryLevel level = QueryLevel.of(identifier.getString(Tag.QueryRetrieveLevel));
        boolean patientRoot = Uid.PatientRootQueryRetrieveInformationModelFind.equals(request.model());
        if (level == null || level == QueryLevel.PATIENT && !patientRoot) {
            throw failed(IDENTIFIER_DOES_NOT_MATCH, "Query/Retrieve Level is missing or not of this model");
        }
        refuseUnwantedKeys(identifier);
        Set<Integer> ignored = faults.take(QueryFault.IgnoreKeys.class).map(QueryFault.IgnoreKeys::tags)
                .orElse(Set.of());
        ArchiveQuery query = new ArchiveQuery(level, identifier, ignored, combinedDateTime, aeTitle);
        return new FindAnswers(request.association(), query, matches(query, level, identifier), faults, pause);
    }

    private void refuseUnwantedKeys(DataSet identifier) throws DimseStatusException {
        Optional<QueryFault.RefuseKeys> refused = faults.peek(QueryFault.RefuseKeys.class)
                .filter(fault -> fault.tags().stream().anyMatch(tag -> identifier.getString(tag) != null));
        if (refused.isPresent() && faults.take(QueryFault.RefuseKeys.class).isPresent()) {
            throw failed(IDENTIFIER_DOES_NOT_MATCH, "Unsupported matching key");
        }
    }

    private List<List<ArchivedObject>> matches(ArchiveQuery query, QueryLevel level, DataSet identifier)
            throws DimseStatusException {
        Set<String> hidden = faults.take(QueryFault.HideStudies.class)
                .map(QueryFault.HideStudies::studyInstanceUids).orElse(Set.of());
        List<List<ArchivedObject>> matches = index.entities(level, identifier).stream()
                .filter(entity -> !hidden.contains(entity.get(0).studyUid()))
                .filter(query::matches)
                .toList();
        Optional<QueryFault.RefuseAbove> limit = faults.peek(QueryFault.RefuseAbove.class)
                .filter(fault -> matches.size() > fault.matches());
        if (limit.isPresent() && faults.take(QueryFault.RefuseAbove.class).isPresent()) {
            throw failed(OUT_OF_RESOURCES, "Too many matches");
        }
        return matches;
    }

    static DimseStatusException failed(int status, String comment) {
        return new DimseStatusException("C-FIND", status, comment);
    }
}
