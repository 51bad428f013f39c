package org.dromedary.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** One C-FIND identifier over the index: which entities match, and their answers (PS3.4 §C.4.1.3.1). */
final class ArchiveQuery {

    private static final Set<Integer> NO_KEYS =
            Set.of(Tag.SpecificCharacterSet, Tag.QueryRetrieveLevel, Tag.TimezoneOffsetFromUTC);
    private static final Set<Integer> COUNTS = Set.of(Tag.NumberOfPatientRelatedStudies,
            Tag.NumberOfPatientRelatedSeries, Tag.NumberOfPatientRelatedInstances, Tag.NumberOfStudyRelatedSeries,
            Tag.NumberOfStudyRelatedInstances, Tag.NumberOfSeriesRelatedInstances);

    private final QueryLevel level;
    private final DataSet identifier;
    private final Set<Integer> ignoredKeys;
    private final boolean combinedDateTime;
    private final String retrieveAeTitle;
    private final List<Key> keys = new ArrayList<>();

    /** A key that is matched, decoded once for all entities. */
    private record Key(Element element, Vr vr, List<String> values) {

        boolean isUniversal() {
            return !element.isSequence() && values.stream().allMatch(value -> value == null || value.isEmpty());
        }
    }

    ArchiveQuery(QueryLevel level, DataSet identifier, Set<Integer> ignoredKeys, boolean combinedDateTime,
            String retrieveAeTitle) {
        this.level = level;
        this.identifier = identifier;
        this.ignoredKeys = ignoredKeys;
        this.combinedDateTime = combinedDateTime;
        this.retrieveAeTitle = retrieveAeTitle;
        for (Element element : identifier) {
            Key key = new Key(element, Matching.vrOf(element),
                    element.isSequence() ? List.of() : identifier.getStrings(element.tag()));
            if (isMatchingKey(element.tag()) && !key.isUniversal()) {
                keys.add(key);
            }
        }
    }

    boolean matches(List<ArchivedObject> entity) {
        DataSet head = entity.get(0).head();
        if (combinesDateAndTime()) {
            if (!Matching.matchesDateTime(identifier.getString(Tag.StudyDate), identifier.getString(Tag.StudyTime),
                    head.getString(Tag.StudyDate), head.getString(Tag.StudyTime))) {
                return false;
            }
        }
        for (Key key : keys) {
            if (!matches(key, entity)) {
                return false;
            }
        }
        return true;
    }

    private boolean combinesDateAndTime() {
        return combinedDateTime && identifier.getString(Tag.StudyDate) != null
                && identifier.getString(Tag.StudyTime) != null;
    }

    private boolean isMatchingKey(int tag) {
        boolean dateOrTime = tag == Tag.StudyDate || tag == Tag.StudyTime;
        return !NO_KEYS.contains(tag) && !COUNTS.contains(tag) && !ignoredKeys.contains(tag) && level.has(tag)
                && tag != Tag.RetrieveAETitle && tag != Tag.InstanceAvailability
                && !(dateOrTime && combinesDateAndTime());
    }

    private static boolean matches(Key key, List<ArchivedObject> entity) {
        int tag = key.element().tag();
        return key.element().isSequence()
                ? Matching.matchesSequence(key.element(), entity.get(0).head().getItems(tag))
                : Matching.matches(key.vr(), key.values(), values(tag, entity));
    }

    private static List<String> values(int tag, List<ArchivedObject> entity) {
        if (tag == Tag.ModalitiesInStudy) {
            return distinct(entity, Tag.Modality);
        }
        return tag == Tag.SOPClassesInStudy
                ? distinct(entity, Tag.SOPClassUID) : entity.get(0).head().getStrings(tag);
    }

    QueryLevel level() {
        return level;
    }

    /** The identifier without the keys that are ignored. */
    DataSet matchingKeys() {
        DataSet keys = new DataSet(identifier);
        ignoredKeys.forEach(keys::remove);
        return keys;
    }

    /** The answer for a matching entity; counts are changed, or left out, by the faults. */
    DataSet answer(List<ArchivedObject> entity, AnswerChanges changes) {
        DataSet head = entity.get(0).head();
        DataSet answer = new DataSet();
        if (head.contains(Tag.SpecificCharacterSet)) {
            answer.put(head.get(Tag.SpecificCharacterSet));
        }
        for (Element key : identifier) {
            int tag = key.tag();
            if (tag == Tag.SpecificCharacterSet) {
                continue;
            }
            if (COUNTS.contains(tag)) {
                changes.count(tag, count(tag, entity)).ifPresent(value -> answer.set(tag, value));
            } else if (tag == Tag.ModalitiesInStudy || tag == Tag.SOPClassesInStudy) {
                answer.set(tag, values(tag, entity).toArray(String[]::new));
            } else if (level.has(tag) && head.contains(tag)) {
                answer.put(head.get(tag));
            } else {
                answer.setBytes(tag, Matching.vrOf(key), new byte[0]);
            }
        }
        answer.set(Tag.QueryRetrieveLevel, level.name());
        answer.set(Tag.RetrieveAETitle, retrieveAeTitle);
        changes.apply(answer, head.getString(level.uniqueKey(), ""));
        return answer;
    }

    private static int count(int tag, List<ArchivedObject> entity) {
        if (tag == Tag.NumberOfPatientRelatedStudies) {
            return distinct(entity, Tag.StudyInstanceUID).size();
        }
        boolean series = tag == Tag.NumberOfPatientRelatedSeries || tag == Tag.NumberOfStudyRelatedSeries;
        return series ? distinct(entity, Tag.SeriesInstanceUID).size() : entity.size();
    }

    private static List<String> distinct(Collection<ArchivedObject> objects, int tag) {
        Stream<String> values = objects.stream().map(object -> object.head().getString(tag, ""));
        return values.filter(value -> !value.isEmpty()).distinct().sorted().toList();
    }
}
