package org.dromedary.archives.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.Status;

/**
 * Finds studies at an archive that answers them of a named patient only, as the hierarchical Patient Root model allows
 * (PS3.4 §C.4.1.3.1.1): lists its patients, notes on which dates each has studies, and asks for the studies of those
 * who have some in the range that is wanted. The list is made anew after a day. Thread-safe; one thread makes it.
 */
final class PatientFirst {

    /** A query at PATIENT or STUDY level. */
    interface Asking {
        Answers ask(DataSet identifier, int limit) throws IOException;
    }

    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration UNDECIDED = Duration.ofMinutes(10);
    private static final int SAMPLE = 5;
    private static final int MAX_PREFIX = 16;
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./^ ";
    /** Stands among a patient's dates for studies without one, or of which the archive did not tell all. */
    private static final String UNDATED = "";

    private final Asking archive;
    private boolean relational;
    private long undecidedUntil = System.nanoTime();
    private Map<String, Set<String>> datesOfPatients;
    private long listedAt;

    PatientFirst(Asking archive) {
        this.archive = archive;
    }

    /** The archive has answered studies without a Patient ID in the query. */
    synchronized void isRelational() {
        relational = true;
    }

    /**
     * Whether an archive that answered nothing, or refused, answers studies of a named patient only: a study that it
     * answers for a patient is asked for by its date alone.
     */
    synchronized boolean isNeeded() throws IOException {
        if (relational || System.nanoTime() - undecidedUntil < 0) {
            return false;
        }
        for (DataSet patient : archive.ask(ArchiveQuery.identifier("PATIENT", Tag.PatientID), SAMPLE).matches()) {
            String id = patient.getString(Tag.PatientID);
            if (id == null || id.isBlank()) {
                continue;
            }
            for (DataSet study : studies(id).matches()) {
                String date = study.getString(Tag.StudyDate);
                if (date != null && !date.isBlank()) {
                    relational = !archive.ask(ArchiveQuery.identifier("STUDY", Tag.StudyInstanceUID)
                            .set(Tag.StudyDate, date), SAMPLE).matches().isEmpty();
                    return !relational;
                }
            }
        }
        undecidedUntil = System.nanoTime() + UNDECIDED.toNanos();
        return false;
    }

    private Answers studies(String patientId) throws IOException {
        return archive.ask(ArchiveQuery.identifier("STUDY", Tag.StudyInstanceUID, Tag.StudyDate)
                .set(Tag.PatientID, patientId), Integer.MAX_VALUE);
    }

    /** What a study level query would have brought; its status is the worst of those of its patients. */
    Answers studies(DataSet identifier, int limit) throws IOException {
        String range = text(identifier, Tag.StudyDate);
        String wanted = text(identifier, Tag.PatientID);
        List<DataSet> matches = new ArrayList<>();
        int status = Status.SUCCESS;
        String comment = "";
        for (Map.Entry<String, Set<String>> patient : datesOfPatients().entrySet()) {
            if (!fits(patient.getKey(), wanted) || !fits(patient.getValue(), range)) {
                continue;
            }
            Answers answers = archive.ask(new DataSet(identifier).set(Tag.PatientID, patient.getKey()),
                    Math.max(1, limit - matches.size()));
            matches.addAll(answers.matches());
            if (answers.limited() || matches.size() > limit) {
                return new Answers(matches, true, status, comment);
            }
            if (!answers.complete()) {
                status = answers.status();
                comment = answers.comment();
            }
        }
        return new Answers(matches, false, status, comment);
    }

    private static String text(DataSet identifier, int tag) {
        String value = identifier.getString(tag);
        return value == null ? "" : value;
    }

    private static boolean fits(String patientId, String pattern) {
        return pattern.isEmpty() || pattern.equals("*") || patientId.matches(
                java.util.regex.Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }

    /** Dates as text sort as dates do. */
    private static boolean fits(Set<String> dates, String range) {
        if (range.isEmpty() || dates.contains(UNDATED)) {
            return true;
        }
        int hyphen = range.indexOf('-');
        String from = hyphen < 0 ? range : range.substring(0, hyphen);
        String to = hyphen < 0 ? range : range.substring(hyphen + 1);
        return dates.stream().anyMatch(date -> date.compareTo(from) >= 0 && (to.isEmpty() || date.compareTo(to) <= 0));
    }

    private synchronized Map<String, Set<String>> datesOfPatients() throws IOException {
        if (datesOfPatients == null || System.nanoTime() - listedAt > KEPT.toNanos()) {
            Set<String> patients = new TreeSet<>();
            list("", patients);
            Map<String, Set<String>> dates = new LinkedHashMap<>();
            for (String patient : patients) {
                dates.put(patient, dates(studies(patient)));
            }
            datesOfPatients = dates;
            listedAt = System.nanoTime();
        }
        return datesOfPatients;
    }

    private static Set<String> dates(Answers studies) {
        Set<String> dates = new TreeSet<>();
        if (!studies.complete() || studies.doubtful()) {
            dates.add(UNDATED);
        }
        for (DataSet study : studies.matches()) {
            String date = study.getString(Tag.StudyDate);
            dates.add(date == null || !date.matches("[0-9]{8}") ? UNDATED : date);
        }
        return dates;
    }

    /** Lists the patients whose ID begins so; where the answer may be cut, by one more character. */
    private void list(String prefix, Set<String> patients) throws IOException {
        Answers answers = archive.ask(ArchiveQuery.identifier("PATIENT").set(Tag.PatientID,
                prefix.isEmpty() ? "" : prefix + "*"), Integer.MAX_VALUE);
        if (!answers.complete() && !answers.cut()) {
            throw ArchiveQuery.refusal("PATIENT", "", answers);
        }
        Set<Integer> next = new TreeSet<>();
        CHARACTERS.chars().forEach(next::add);
        for (DataSet match : answers.matches()) {
            String id = match.getString(Tag.PatientID);
            if (id != null && !id.isBlank() && patients.add(id) && id.length() > prefix.length()) {
                next.add((int) id.charAt(prefix.length()));
            }
        }
        if (answers.complete() && !answers.doubtful() || prefix.length() >= MAX_PREFIX) {
            return;
        }
        next.removeAll(Set.of((int) '*', (int) '?', (int) '\\'));
        for (int character : next) {
            list(prefix + (char) character, patients);
        }
        if (!prefix.isEmpty()) {
            archive.ask(ArchiveQuery.identifier("PATIENT").set(Tag.PatientID, prefix), SAMPLE).matches()
                    .forEach(match -> patients.add(prefix));
        }
    }
}
