package org.dromedary.pipeline.inventory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.SeriesFound;

/** What the levels of query say of one study: what is announced, and what is listed. Of claims the largest counts. */
final class StudyList {

    private static final class Entry {
        private DataSet answer = new DataSet();
        private int claimed;
        private final Set<String> objects = new HashSet<>();

        private int instances() {
            return Math.max(claimed, objects.size());
        }
    }

    private final Integer announcedSeries;
    private final Integer announcedInstances;
    private final Map<String, Entry> series = new LinkedHashMap<>();
    private int withoutUid;
    private int objects;

    StudyList(DataSet study) {
        announcedSeries = Answer.count(study, Tag.NumberOfStudyRelatedSeries);
        announcedInstances = Answer.count(study, Tag.NumberOfStudyRelatedInstances);
    }

    void takeSeries(Answers answers) {
        for (DataSet answer : answers.matches()) {
            String uid = Answer.uid(answer, Tag.SeriesInstanceUID);
            if (uid == null) {
                withoutUid++;
                continue;
            }
            Entry entry = series.computeIfAbsent(uid, key -> new Entry());
            entry.answer = entry.answer.contains(Tag.SeriesInstanceUID) ? entry.answer : answer;
            Integer count = Answer.count(answer, Tag.NumberOfSeriesRelatedInstances);
            entry.claimed = Math.max(entry.claimed, count == null ? 0 : count);
        }
    }

    void takeObjects(Answers answers) {
        for (DataSet answer : answers.matches()) {
            String uid = Answer.uid(answer, Tag.SeriesInstanceUID);
            String object = Answer.uid(answer, Tag.SOPInstanceUID);
            if (uid != null && object != null) {
                objects += series.computeIfAbsent(uid, key -> new Entry()).objects.add(object) ? 1 : 0;
            }
        }
    }

    void drop(Set<String> uids) {
        series.keySet().removeAll(uids);
    }

    int size() {
        return series.size();
    }

    Set<String> uids() {
        return Set.copyOf(series.keySet());
    }

    int withoutUid() {
        return withoutUid;
    }

    int objects() {
        return objects;
    }

    boolean announcesSeries() {
        return announcedSeries != null && announcedSeries > 0;
    }

    /** Whether it says itself that it holds nothing. */
    boolean announcesNothing() {
        return announcedSeries != null && announcedSeries == 0 && (announcedInstances == null
                || announcedInstances == 0);
    }

    boolean lacksSeries() {
        return announcesSeries() && announcedSeries > series.size();
    }

    boolean exceedsAnnounced() {
        return announcesSeries() && series.size() > announcedSeries;
    }

    /** Whether fewer instances are listed than announced; not if a series does not say how many it has. */
    boolean lacksInstances() {
        boolean all = series.values().stream().allMatch(entry -> entry.instances() > 0);
        return announcedInstances != null && all && announcedInstances > instances();
    }

    Integer announcedInstances() {
        return announcedInstances;
    }

    int instances() {
        return series.values().stream().mapToInt(Entry::instances).sum();
    }

    List<SeriesFound> found() {
        List<SeriesFound> found = new ArrayList<>();
        series.forEach((uid, entry) ->
                found.add(Answer.series(uid, entry.answer, entry.instances() > 0 ? entry.instances() : null)));
        return found;
    }

    /** The claims side by side. */
    @Override
    public String toString() {
        return "announced: " + said(announcedSeries) + " series, " + said(announcedInstances) + " instances; listed: "
                + series.size() + " series" + (withoutUid > 0 ? " and " + withoutUid + " without UID" : "") + ", "
                + objects + " objects at IMAGE level";
    }

    private static String said(Integer number) {
        return number == null ? "no number of" : number.toString();
    }
}
