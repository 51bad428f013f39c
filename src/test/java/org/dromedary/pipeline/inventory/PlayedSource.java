package org.dromedary.pipeline.inventory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.archives.archive.AnswerCheck;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.archives.archive.ScriptedAnswers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.Status;

/**
 * A source in memory that caps its answers, and ignores or refuses keys; and an inventory over it, as the stage does
 * it.
 */
final class PlayedSource implements StudySearch.Source {

    final List<DataSet> studies = new ArrayList<>();
    final Quirks quirks = ScriptedAnswers.nothingKnown();
    final Set<String> found = new TreeSet<>();
    final List<String> doubts = new ArrayList<>();
    Set<Integer> ignored = Set.of();
    Set<Integer> refused = Set.of();
    int cap = Integer.MAX_VALUE;
    /** It says success at its cap. */
    boolean silent;
    int queries;
    int timeQueries;

    DataSet add(String date, String time, String modality, String patientId) {
        DataSet study = new DataSet().set(Tag.StudyInstanceUID, "1.2." + (studies.size() + 1));
        put(study, Tag.StudyDate, date);
        put(study, Tag.StudyTime, time);
        put(study, Tag.ModalitiesInStudy, modality);
        put(study, Tag.PatientID, patientId);
        study.set(Tag.PatientName, (char) ('A' + studies.size() * 7 % 26) + "X" + studies.size());
        studies.add(study);
        return study;
    }

    private static void put(DataSet study, int tag, String value) {
        if (value != null) {
            study.set(tag, value);
        }
    }

    @Override
    public Answers ask(Question question, int limit) {
        queries++;
        DataSet identifier = ArchiveQuery.identifier("STUDY", Tag.StudyInstanceUID);
        question.writeTo(identifier);
        timeQueries += identifier.getString(Tag.StudyTime) == null ? 0 : 1;
        for (int tag : refused) {
            if (identifier.getString(tag) != null) {
                return ScriptedAnswers.refused(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
            }
        }
        List<DataSet> matches = studies.stream().filter(study -> matches(identifier, study)).toList();
        boolean cut = matches.size() > cap;
        return ScriptedAnswers.of(identifier, cut ? matches.subList(0, cap) : matches, cut && !silent, limit, quirks);
    }

    private boolean matches(DataSet identifier, DataSet study) {
        for (Element key : identifier) {
            String asked = identifier.getString(key.tag());
            if (asked != null && key.tag() != Tag.QueryRetrieveLevel && !ignored.contains(key.tag())
                    && !holds(key.tag(), asked, study)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(int tag, String asked, DataSet study) {
        return study.getStrings(tag).stream().anyMatch(value -> switch (tag) {
            case Tag.StudyDate -> AnswerCheck.date(value) != null && inRange(asked, value);
            case Tag.StudyTime -> AnswerCheck.seconds(value) >= 0 && inRange(asked, value);
            default -> asked.endsWith("*") ? value.startsWith(asked.substring(0, asked.length() - 1))
                    : value.equals(asked);
        });
    }

    private static boolean inRange(String key, String value) {
        int dash = key.indexOf('-');
        String from = dash < 0 ? key : key.substring(0, dash);
        String to = dash < 0 ? key : key.substring(dash + 1);
        return value.compareTo(from) >= 0 && (to.isEmpty() || value.compareTo(to) <= 0);
    }

    /** Windows are asked until none is left; the one of all studies last. */
    void inventory(int limit, Window... windows) throws java.io.IOException {
        StudySearch search = new StudySearch(this, this::lacksFound, quirks, limit, 100_000);
        Deque<Window> open = new ArrayDeque<>(List.of(windows));
        boolean everything = false;
        while (!open.isEmpty() || everything) {
            everything &= !open.isEmpty();
            Window window = open.isEmpty() ? Window.UNDATED : open.poll();
            if (window.isUndated() && !open.isEmpty()) {
                everything = true;
                continue;
            }
            StudySearch.Result result = search.run(window,
                    study -> found.add(study.getString(Tag.StudyInstanceUID)));
            open.addAll(result.halves());
            everything |= result.everything();
            if (result.doubt() != null) {
                doubts.add(window + ": " + result.doubt());
            }
        }
    }

    private boolean lacksFound(Answers answers) {
        Map<String, DataSet> there = new HashMap<>();
        answers.matches().forEach(study -> there.put(study.getString(Tag.StudyInstanceUID), study));
        return !there.keySet().containsAll(found);
    }

    Set<String> all() {
        Set<String> all = new TreeSet<>();
        studies.forEach(study -> all.add(study.getString(Tag.StudyInstanceUID)));
        return all;
    }
}
