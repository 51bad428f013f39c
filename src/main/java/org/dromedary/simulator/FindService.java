package org.dromedary.simulator;

import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.FindHandler;
import org.dromedary.dicom.dimse.FindRequest;

/** C-FIND over the index (PS3.4 §C.4.1), with the faults of {@link QueryFault}. */
final class FindService implements FindHandler {

    private static final int OUT_OF_RESOURCES = 0xA700;
    private static final int IDENTIFIER_DOES_NOT_MATCH = 0xA900;

    private final ArchiveIndex index;
    private final Faults faults;
    private final FindRefusals refusals;
    private final Pause pause;
    private final LoadModel load;
    private final String aeTitle;
    private final boolean combinedDateTime;

    FindService(ArchiveIndex index, Faults faults, Pause pause, LoadModel load, String aeTitle,
            boolean combinedDateTime) {
        this.index = index;
        this.faults = faults;
        this.refusals = new FindRefusals(faults, pause);
        this.pause = pause;
        this.load = load;
        this.aeTitle = aeTitle;
        this.combinedDateTime = combinedDateTime;
    }

    @Override
    public Iterator<DataSet> find(FindRequest request) throws IOException {
        refusals.beforeReading(request);
        try (LoadModel.Operation underWay = load.begin()) {
            pause.sleep(load.find());
        }
        DataSet identifier = request.identifier();
        QueryLevel level = QueryLevel.of(identifier.getString(Tag.QueryRetrieveLevel));
        boolean patientRoot = Uid.PatientRootQueryRetrieveInformationModelFind.equals(request.model());
        if (level == null || level == QueryLevel.PATIENT && !patientRoot) {
            throw FindRefusals.failed(IDENTIFIER_DOES_NOT_MATCH,
                    "Query/Retrieve Level is missing or not of this model");
        }
        refusals.judge(request, level);
        ArchiveQuery query = new ArchiveQuery(level, identifier, ignoredKeys(level), combinedDateTime, aeTitle);
        return new FindAnswers(request.association(), query, matches(query, level), faults, pause);
    }

    private Set<Integer> ignoredKeys(QueryLevel level) {
        Set<Integer> ignored = new HashSet<>();
        faults.take(QueryFault.IgnoreKeys.class).ifPresent(fault -> ignored.addAll(fault.tags()));
        faults.take(QueryFault.IgnoreKeysAt.class, fault -> fault.level() == level)
                .ifPresent(fault -> ignored.addAll(fault.tags()));
        return ignored;
    }

    private List<List<ArchivedObject>> matches(ArchiveQuery query, QueryLevel level) throws DimseStatusException {
        if (faults.take(QueryFault.EmptyAt.class, fault -> fault.level() == level).isPresent()) {
            return List.of();
        }
        Set<String> hidden = faults.take(QueryFault.HideStudies.class)
                .map(QueryFault.HideStudies::studyInstanceUids).orElse(Set.of());
        List<List<ArchivedObject>> matches = index.entities(level, query.matchingKeys()).stream()
                .filter(entity -> !hidden.contains(entity.get(0).studyUid()))
                .filter(query::matches)
                .toList();
        if (faults.take(QueryFault.RefuseAbove.class, fault -> matches.size() > fault.matches()).isPresent()) {
            throw FindRefusals.failed(OUT_OF_RESOURCES, "Too many matches");
        }
        int missing = faults.take(QueryFault.ListShort.class, fault -> fault.level() == level)
                .map(QueryFault.ListShort::missing).orElse(0);
        return matches.subList(0, Math.max(0, matches.size() - missing));
    }
}
