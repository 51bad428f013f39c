package org.dromedary.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** The simulator's objects by study, series and SOP Instance UID, in the order of their arrival; thread-safe. */
final class ArchiveIndex {

    private final Map<String, ArchivedObject> objects = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, ArchivedObject>>> studies = new LinkedHashMap<>();

    /** Puts an object in; one of the same SOP Instance UID is replaced, as archives do on a resend. */
    synchronized void add(ArchivedObject object) {
        remove(object.sopInstanceUid());
        objects.put(object.sopInstanceUid(), object);
        studies.computeIfAbsent(object.studyUid(), key -> new LinkedHashMap<>())
                .computeIfAbsent(object.seriesUid(), key -> new LinkedHashMap<>())
                .put(object.sopInstanceUid(), object);
    }

    synchronized ArchivedObject remove(String sopInstanceUid) {
        ArchivedObject object = objects.remove(sopInstanceUid);
        if (object != null) {
            Map<String, Map<String, ArchivedObject>> series = studies.get(object.studyUid());
            series.get(object.seriesUid()).remove(sopInstanceUid);
            series.values().removeIf(Map::isEmpty);
            if (series.isEmpty()) {
                studies.remove(object.studyUid());
            }
        }
        return object;
    }

    synchronized ArchivedObject get(String sopInstanceUid) {
        return objects.get(sopInstanceUid);
    }

    synchronized List<ArchivedObject> all() {
        return List.copyOf(objects.values());
    }

    synchronized int size() {
        return objects.size();
    }

    /** The objects of each entity at a level that the unique keys of the identifier can name. */
    synchronized List<List<ArchivedObject>> entities(QueryLevel level, DataSet identifier) {
        List<List<ArchivedObject>> entities = new ArrayList<>();
        Map<String, List<ArchivedObject>> patients = new LinkedHashMap<>();
        for (Map<String, Map<String, ArchivedObject>> study : named(identifier)) {
            switch (level) {
                case PATIENT -> {
                    List<ArchivedObject> members = flat(study.values());
                    patients.computeIfAbsent(members.get(0).patientId(), id -> new ArrayList<>()).addAll(members);
                }
                case STUDY -> entities.add(flat(study.values()));
                case SERIES -> study.values().forEach(series -> entities.add(List.copyOf(series.values())));
                case IMAGE -> flat(study.values()).forEach(object -> entities.add(List.of(object)));
            }
        }
        entities.addAll(patients.values());
        return entities;
    }

    private Collection<Map<String, Map<String, ArchivedObject>>> named(DataSet identifier) {
        List<String> uids = identifier.getStrings(Tag.StudyInstanceUID);
        if (uids.isEmpty() || uids.stream().anyMatch(uid -> uid == null || uid.isEmpty() || uid.indexOf('*') >= 0)) {
            return studies.values();
        }
        return uids.stream().distinct().filter(studies::containsKey).map(studies::get).toList();
    }

    private static List<ArchivedObject> flat(Collection<Map<String, ArchivedObject>> series) {
        List<ArchivedObject> all = new ArrayList<>();
        series.forEach(one -> all.addAll(one.values()));
        return all;
    }
}
