package org.dromedary.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.Batch;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Study;
import org.dromedary.ledger.Transitions;
import org.dromedary.stage.Failure;
import org.dromedary.stage.Outgoing;
import org.dromedary.stage.Queues;
import org.dromedary.stage.Replay;
import org.dromedary.stage.SeriesMessage;

/** What the inventory reads and writes of the ledger; a study, or a window, is one transaction. */
@ApplicationScoped
class InventoryLedger {

    private static final String BATCH = "everything";
    private static final int AT_ONCE = 1000;

    private final Ledger ledger;
    private final Transitions transitions;
    private final InventorySettings settings;

    InventoryLedger(Ledger ledger, Transitions transitions, InventorySettings settings) {
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

    /** Closes a window, opening its halves; returns their ids, also if that was done before. */
    @Transactional
    List<Long> close(long id, int answers, List<Window> halves, String doubt) {
        QueryWindow row = QueryWindow.read(id);
        if (row.state == QueryWindow.State.OPEN) {
            row.state = !halves.isEmpty() ? QueryWindow.State.SPLIT
                    : doubt != null ? QueryWindow.State.SUSPECT : QueryWindow.State.DONE;
            row.answers = answers;
            row.reason = doubt;
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

    void note(long windowId, String reason, String detail) {
        ledger.recordEvent(null, windowId, "inventory", reason, detail, "");
    }

    /** Whether any other window is still to be asked. */
    @Transactional
    boolean othersAreOpen(long id) {
        return QueryWindow.count("state = ?1 and id <> ?2", QueryWindow.State.OPEN, id) > 0;
    }

    /** Whether an answer that should hold everything holds at least every study that the ledger knows. */
    @Transactional
    boolean isCoveredBy(List<DataSet> studies) {
        List<String> answered = studies.stream().map(study -> study.getString(Tag.StudyInstanceUID))
                .filter(Objects::nonNull).distinct().toList();
        long known = 0;
        for (int begin = 0; begin < answered.size(); begin += AT_ONCE) {
            known += Study.count("studyInstanceUid in ?1",
                    answered.subList(begin, Math.min(begin + AT_ONCE, answered.size())));
        }
        return known == Study.count();
    }

    /**
     * Writes a study with its series, releases those that are selected, and returns their messages; also those of
     * series that were released before and wait: a broker that was killed forgets that this is a redelivery.
     */
    @Transactional
    List<Outgoing> record(DataSet study, List<DataSet> series) {
        long studyId = ledger.upsertStudy(Answer.study(study));
        ledger.upsertSeries(studyId, series.stream().filter(s -> s.getString(Tag.SeriesInstanceUID) != null)
                .map(Answer::series).toList());
        return release(study.getString(Tag.StudyInstanceUID), true);
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
                messages.add(new Outgoing(Queues.RETRIEVE, message::writeTo));
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
