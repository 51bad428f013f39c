package org.dromedary.pipeline.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.Batch;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Study;
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.ledger.StudyMarks;
import org.dromedary.ledger.Texts;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.Outgoing;
import org.dromedary.pipeline.stage.Replay;
import org.dromedary.pipeline.stage.SeriesMessage;

/** What the inventory reads and writes of the ledger; a study, or a window, is one transaction. */
@ApplicationScoped
class InventoryLedger {

    private static final String BATCH = "everything";

    private final Ledger ledger;
    private final Transitions transitions;
    private final InventorySettings settings;
    private final DataSource dataSource;

    InventoryLedger(Ledger ledger, Transitions transitions, InventorySettings settings, DataSource dataSource) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.transitions = transitions;
        this.settings = settings;
    }

    @Transactional
    QueryWindow window(long id) {
        return QueryWindow.read(id);
    }

    /** Adds windows for what no earlier start covered; returns all that are open. */
    @Transactional
    List<Long> openWindows(LocalDate from, LocalDate to) {
        List<QueryWindow> roots = QueryWindow.list("parentId is null and fromDate is not null order by fromDate");
        if (roots.isEmpty()) {
            cover(from, to);
            if (settings.undated()) {
                persist(Window.UNDATED, null);
            }
        } else {
            LocalDate first = roots.get(0).fromDate;
            LocalDate last = roots.stream().map(window -> window.toDate).max(LocalDate::compareTo).orElseThrow();
            // The last day covered was not over when it was asked about.
            cover(last, to.isAfter(last) ? to : last.minusDays(1));
            cover(from, first.minusDays(1));
        }
        return QueryWindow.<QueryWindow>list("state = ?1 order by id", QueryWindow.State.OPEN).stream()
                .map(window -> window.id).toList();
    }

    @Transactional
    boolean hasWindows() {
        return QueryWindow.count() > 0;
    }

    private void cover(LocalDate from, LocalDate to) {
        Window.cover(from, to, settings.windowDays(), settings.newestFirst()).forEach(window -> persist(window, null));
    }

    private static QueryWindow persist(Window window, QueryWindow parent) {
        QueryWindow row = new QueryWindow();
        row.parentId = parent == null ? null : parent.id;
        row.depth = parent == null ? 0 : parent.depth + 1;
        row.fromDate = window.from();
        row.toDate = window.to();
        row.fromTime = window.fromTime() == null ? "" : window.fromTime().toString();
        row.toTime = window.toTime() == null ? "" : window.toTime().toString();
        row.createdAt = LocalDateTime.now(ZoneOffset.UTC);
        row.persist();
        return row;
    }

    static Window toWindow(QueryWindow row) {
        return new Window(row.fromDate, row.toDate,
                row.fromTime.isEmpty() ? null : LocalTime.parse(row.fromTime),
                row.toTime.isEmpty() ? null : LocalTime.parse(row.toTime));
    }

    /**
     * Closes a window, opening its halves; returns their ids, also if that was done before.
     *
     * @param outside studies answered that are not to be migrated because of their date
     * @param doubt why it may not be complete, or null
     */
    @Transactional
    List<Long> close(long id, int answers, int outside, List<Window> halves, String doubt) {
        QueryWindow row = QueryWindow.read(id);
        if (row.state == QueryWindow.State.OPEN) {
            row.state = !halves.isEmpty() ? QueryWindow.State.SPLIT
                    : doubt != null ? QueryWindow.State.SUSPECT : QueryWindow.State.DONE;
            row.answers = answers;
            row.outside = outside;
            row.reason = Texts.line(doubt, 500);
            row.finishedAt = LocalDateTime.now(ZoneOffset.UTC);
            halves.forEach(half -> persist(half, row));
        }
        return QueryWindow.<QueryWindow>list("parentId = ?1 and state = ?2 order by id", id, QueryWindow.State.OPEN)
                .stream().map(window -> window.id).toList();
    }

    @Transactional
    void fail(long id, Failure failure) {
        QueryWindow row = QueryWindow.read(id);
        if (row != null && row.state == QueryWindow.State.OPEN) {
            row.state = QueryWindow.State.FAILED;
            row.reason = failure.reason() + ": " + failure.detail();
            row.finishedAt = LocalDateTime.now(ZoneOffset.UTC);
        }
    }

    @Transactional
    long failedWindows() {
        return QueryWindow.count("state", QueryWindow.State.FAILED);
    }

    /** Opens a window again that had failed, or whose answer is in doubt; false if it is anything else. */
    @Transactional
    boolean reopen(long id) {
        QueryWindow row = QueryWindow.findById(id);
        if (row == null || row.state != QueryWindow.State.FAILED && row.state != QueryWindow.State.SUSPECT) {
            return false;
        }
        row.state = QueryWindow.State.OPEN;
        row.reason = null;
        row.finishedAt = null;
        ledger.recordEvent(null, id, "inventory", Replay.REASON, "asked again", "");
        return true;
    }

    @Transactional
    boolean knows(String studyInstanceUid) {
        return Study.count("studyInstanceUid", studyInstanceUid) > 0;
    }

    /** Opens the window of all studies, if it is not open; returns its id, or null if it has been open. */
    @Transactional
    Long openEverything() {
        QueryWindow row = QueryWindow.<QueryWindow>find("parentId is null and fromDate is null").firstResult();
        if (row == null) {
            return persist(Window.UNDATED, null).id;
        }
        if (row.state == QueryWindow.State.OPEN) {
            return null;
        }
        row.state = QueryWindow.State.OPEN;
        row.reason = null;
        row.finishedAt = null;
        return row.id;
    }

    /** Whether one of these series is known as another study's. */
    @Transactional
    boolean isOfAnother(Collection<String> seriesInstanceUids, String studyInstanceUid) {
        return !seriesInstanceUids.isEmpty() && Series.count("seriesInstanceUid in ?1 and study.studyInstanceUid <> ?2",
                seriesInstanceUids, studyInstanceUid) > 0;
    }

    /** The keys of the window's studies that have open exceptions. */
    Set<String> openExceptions(long windowId) {
        return Set.copyOf(sql().query("select study_key from study_exception where window_id = ?"
                + " and resolved_at is null", row -> row.getString(1), windowId));
    }

    @Transactional
    void openException(long windowId, String key, String studyInstanceUid, StudyProblem problem) {
        new StudyExceptions(sql()).open(windowId, key, studyInstanceUid, problem.reason(), problem.status(),
                problem.comment());
    }

    @Transactional
    void answered(String key) {
        new StudyExceptions(sql()).answered(key);
    }

    /** Notes that a number of instances that a study announces need not be met. */
    @Transactional
    void settle(String studyInstanceUid, int instances) {
        StudyMarks.in(sql()).settled(studyInstanceUid, instances);
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }

    /** Whether any other window is still to be asked. */
    @Transactional
    boolean othersAreOpen(long id) {
        return QueryWindow.count("state = ?1 and id <> ?2", QueryWindow.State.OPEN, id) > 0;
    }

    /** Some of the studies that the ledger knows and that are not among these, at most that many. */
    @Transactional
    List<String> notIn(List<DataSet> studies, int most) {
        Set<String> answered = studies.stream().map(study -> Answer.uid(study, Tag.StudyInstanceUID))
                .filter(Objects::nonNull).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        sql().forEach("select study_instance_uid from study", row -> {
            if (missing.size() < most && !answered.contains(row.getString(1))) {
                missing.add(row.getString(1));
            }
        });
        return missing;
    }

    /**
     * Writes a study with its series, releases those that are selected, and returns their messages; also those of
     * series that were released before and wait: a broker that was killed forgets that this is a redelivery.
     */
    @Transactional
    List<Outgoing> record(DataSet study, List<SeriesFound> series) {
        long studyId = ledger.upsertStudy(Answer.study(study));
        ledger.upsertSeries(studyId, series);
        return release(Answer.uid(study, Tag.StudyInstanceUID), true);
    }

    /**
     * Releases the series of a study that are selected and returns their messages.
     *
     * @param again also the messages of those that were released before and wait to be fetched
     */
    @Transactional
    List<Outgoing> release(String studyInstanceUid, boolean again) {
        long batch = batch();
        List<Outgoing> messages = new ArrayList<>();
        for (Series row : Series.<Series>list("study.studyInstanceUid = ?1 order by id", studyInstanceUid)) {
            boolean released = again && row.state == SeriesState.QUEUED
                    || row.state == SeriesState.FOUND && isSelected(row)
                    && transitions.advance(row.id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
            if (released) {
                SeriesMessage message = new SeriesMessage(row.id, studyInstanceUid, row.seriesInstanceUid, 1, 0, batch,
                        4);
                messages.add(new Outgoing(Stage.RETRIEVE.queue(), message::writeTo));
            }
        }
        return messages;
    }

    /** The batch of this selection. */
    private static long batch() {
        return Batch.<Batch>find("name", BATCH).firstResultOptional().map(b -> b.id).orElseGet(() -> {
            Batch batch = new Batch();
            batch.name = BATCH;
            batch.selection = "";
            batch.state = Batch.State.RELEASED;
            batch.createdAt = LocalDateTime.now(ZoneOffset.UTC);
            batch.releasedAt = batch.createdAt;
            batch.persist();
            return batch.id;
        });
    }

    private boolean isSelected(Series row) {
        Optional<List<String>> modalities = settings.modalities();
        return modalities.isEmpty() || modalities.get().contains(row.modality);
    }
}
