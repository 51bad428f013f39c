package org.dromedary.pipeline.inventory;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.archives.archive.AnswerCheck;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.pipeline.stage.Outgoing;
import org.dromedary.pipeline.stage.WindowMessage;

/**
 * One query window being worked: takes its studies, asks for their series, and keeps what that led to. A study that
 * can't be asked is an exception of its own; the others go on.
 */
final class WindowWork {

    /** So many in a row that the archive does not answer at all are no fault of the studies. */
    private static final int MAX_BROKEN_IN_A_ROW = 10;
    private static final int MAX_ASKED_AGAIN = 100;

    private final QueryWindow row;
    private final Window window;
    private final WindowMessage message;
    private final boolean again;
    private final SourceQuery source;
    private final StudyInquiry inquiry;
    private final InventoryLedger ledger;
    private final InventorySettings settings;
    private final List<Outgoing> next = new ArrayList<>();
    private final Set<String> openBefore;
    private final Set<String> done = new HashSet<>();
    private final Set<String> outside = new HashSet<>();
    private final Map<String, DataSet> askAgain = new LinkedHashMap<>();
    private int brokenInARow;

    WindowWork(QueryWindow row, WindowMessage message, boolean again, SourceQuery source, StudyInquiry inquiry,
            InventoryLedger ledger, InventorySettings settings) {
        this.row = row;
        this.window = InventoryLedger.toWindow(row);
        this.message = message;
        this.again = again;
        this.source = source;
        this.inquiry = inquiry;
        this.ledger = ledger;
        this.settings = settings;
        this.openBefore = ledger.openExceptions(row.id);
    }

    long id() {
        return row.id;
    }

    Window window() {
        return window;
    }

    WindowMessage message() {
        return message;
    }

    /** The messages that follow. */
    List<Outgoing> next() {
        return next;
    }

    int outside() {
        return outside.size();
    }

    /** Takes one study that the source answered. */
    void take(DataSet study) throws IOException {
        String uid = Answer.uid(study, Tag.StudyInstanceUID);
        if (uid == null) {
            takeNameless(study);
            return;
        }
        if (!done.add(uid)) {
            return;
        }
        LocalDate date = AnswerCheck.date(study.getString(Tag.StudyDate));
        if (isOutside(date)) {
            outside.add(uid);
            return;
        }
        String key = StudyExceptions.key(uid);
        if (!isAtHome(date) && !openBefore.contains(key) && ledger.knows(uid)) {
            next.addAll(again ? ledger.release(uid, true) : List.of());
            return;
        }
        ask(study, key);
        if (!openBefore.isEmpty()) {
            ledger.answered(key(study));
        }
    }

    /** Asks again for what could not be had, now that some time has passed. */
    void finish() throws IOException {
        Map<String, DataSet> left = new LinkedHashMap<>(askAgain);
        for (Map.Entry<String, DataSet> study : left.entrySet()) {
            brokenInARow = 0;
            ask(study.getValue(), study.getKey());
        }
    }

    private boolean isOutside(LocalDate date) {
        return date != null && (settings.from().filter(date::isBefore).isPresent()
                || settings.to().filter(date::isAfter).isPresent());
    }

    /** Whether this window is the one to find it; else it may be another's that the source answered here. */
    private boolean isAtHome(LocalDate date) {
        return window.isUndated() ? date == null
                : date != null && !date.isBefore(window.from()) && !date.isAfter(window.to());
    }

    private void ask(DataSet study, String key) throws IOException {
        String uid = Answer.uid(study, Tag.StudyInstanceUID);
        StudyInquiry.Found found = inquiry.ask(study);
        brokenInARow = found.broken() == null ? 0 : brokenInARow + 1;
        if (brokenInARow >= MAX_BROKEN_IN_A_ROW) {
            throw found.broken();
        }
        StudyProblem refused = record(study, found.series());
        StudyProblem problem = refused == null ? found.problem() : refused;
        if (refused == null && found.settled() != null && settings.acceptAgreedCounts()) {
            ledger.settle(uid, found.settled());
        }
        boolean before = askAgain.remove(key) != null;
        if (before || !openBefore.isEmpty()) {
            ledger.answered(key);
        }
        if (problem == null) {
            return;
        }
        ledger.openException(row.id, key, uid, problem);
        if (askAgain.size() < MAX_ASKED_AGAIN && !problem.reason().equals(StudyProblem.LEDGER_REFUSED)) {
            askAgain.putIfAbsent(key, study);
        }
    }

    /** Writes a study with its series, those that the ledger takes; why it does not take all, or null. */
    private StudyProblem record(DataSet study, List<SeriesFound> series) {
        try {
            next.addAll(ledger.record(study, series));
            return null;
        } catch (RuntimeException refused) {
            if (LedgerTrouble.isTransient(refused)) {
                throw refused;
            }
            if (series.size() < 2) {
                return new StudyProblem(StudyProblem.LEDGER_REFUSED, null, LedgerTrouble.describe(refused));
            }
        }
        StudyProblem problem = null;
        for (SeriesFound one : series) {
            StudyProblem refused = record(study, List.of(one));
            problem = refused == null ? problem : refused;
        }
        return problem;
    }

    /** A study without Study Instance UID: asked for by what else names it, until the source gives its UID. */
    private void takeNameless(DataSet study) throws IOException {
        String key = key(study);
        if (!done.add(key) || isOutside(AnswerCheck.date(study.getString(Tag.StudyDate)))) {
            return;
        }
        for (Map<Integer, String> values : otherNames(study)) {
            Answers answers = source.studiesWith(values);
            List<DataSet> alike = Answer.folded(answers.matches()).stream().filter(one -> isAlike(one, study)).toList();
            if (!alike.isEmpty() && alike.stream().allMatch(one -> Answer.uid(one, Tag.StudyInstanceUID) != null)) {
                for (DataSet one : alike) {
                    take(one);
                }
                ledger.answered(key);
                return;
            }
        }
        ledger.openException(row.id, key, "", new StudyProblem(StudyProblem.WITHOUT_UID, null,
                new StudyList(study).toString()));
    }

    private static List<Map<Integer, String>> otherNames(DataSet study) {
        List<Map<Integer, String>> names = new ArrayList<>();
        for (int[] tags : new int[][] {{Tag.PatientID, Tag.StudyDate, Tag.StudyTime}, {Tag.AccessionNumber},
            {Tag.PatientID, Tag.StudyID}, {Tag.PatientID}}) {
            Map<Integer, String> values = new LinkedHashMap<>();
            for (int tag : tags) {
                String value = study.getString(tag);
                if (value != null && !value.isBlank() && value.indexOf('*') < 0 && value.indexOf('?') < 0) {
                    values.put(tag, value);
                }
            }
            if (!values.isEmpty() && !names.contains(values)) {
                names.add(values);
            }
        }
        return names;
    }

    private static boolean isAlike(DataSet one, DataSet other) {
        for (int tag : new int[] {Tag.PatientID, Tag.StudyDate, Tag.StudyTime, Tag.AccessionNumber, Tag.StudyID}) {
            String value = one.getString(tag);
            if (value != null && other.getString(tag) != null && !value.equals(other.getString(tag))) {
                return false;
            }
        }
        return true;
    }

    private static String key(DataSet study) {
        return StudyExceptions.key("", study.getString(Tag.PatientID), study.getString(Tag.StudyDate),
                study.getString(Tag.StudyTime), study.getString(Tag.AccessionNumber), study.getString(Tag.StudyID));
    }
}
