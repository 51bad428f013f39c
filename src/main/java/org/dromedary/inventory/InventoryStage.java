package org.dromedary.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.stage.LedgerRead;
import org.dromedary.stage.Outgoing;
import org.dromedary.stage.Queues;
import org.dromedary.stage.StageHealth;
import org.dromedary.stage.WindowMessage;

/**
 * Asks the source for the studies of one window and for the series of each study. A window whose answer may be cut is
 * split in halves, which are messages of their own; so an interrupted inventory goes on where it stopped.
 */
@ApplicationScoped
@Named("inventory")
public class InventoryStage implements Processor {

    /** The window of studies without a date comes last, so that it knows what the others found. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private final SourceQuery source;
    private final InventoryLedger ledger;
    private final InventorySettings settings;
    private final WindowFailures failures;
    private final StageHealth health;

    InventoryStage(SourceQuery source, InventoryLedger ledger, InventorySettings settings, WindowFailures failures,
            StageHealth health) {
        this.source = source;
        this.ledger = ledger;
        this.settings = settings;
        this.failures = failures;
        this.health = health;
    }

    /** A message being worked: what it led to so far, and why its window may not be complete. */
    private static final class Work {
        private final QueryWindow row;
        private final Window window;
        private final WindowMessage message;
        private final boolean again;
        private final List<Outgoing> next = new ArrayList<>();
        private String doubt;

        Work(QueryWindow row, WindowMessage message, boolean again) {
            this.row = row;
            this.window = InventoryLedger.toWindow(row);
            this.message = message;
            this.again = again;
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        WindowMessage message = WindowMessage.from(exchange.getMessage());
        boolean redelivered = exchange.getMessage().getHeader("JMSRedelivered", false, Boolean.class);
        if (Queues.isReplay(exchange.getMessage())) {
            if (!ledger.reopen(message.windowId()) && !redelivered) {
                // A stale replay: the window has been asked since.
                exchange.setRouteStop(true);
                return;
            }
            message = new WindowMessage(message.windowId(), 1);
            message.writeTo(exchange.getMessage());
        }
        long windowId = message.windowId();
        QueryWindow row = LedgerRead.patiently(() -> ledger.window(windowId));
        // What the first delivery or attempt led to may never have been sent.
        boolean again = message.attempt() > 1 || redelivered;
        List<Outgoing> next = List.of();
        if (row != null && (row.state == QueryWindow.State.OPEN || again)) {
            next = work(new Work(row, message, again));
            passed(message.windowId());
        }
        exchange.getMessage().getHeaders().clear();
        exchange.getMessage().setBody(next);
    }

    private void passed(long windowId) {
        if (ledger.window(windowId).state != QueryWindow.State.OPEN) {
            health.passed("inventory");
        }
    }

    private List<Outgoing> work(Work work) throws IOException {
        if (work.window.isUndated() && ledger.othersAreOpen(work.row.id)) {
            return List.of(WindowMessage.later(work.message, LATER));
        }
        Answers answers = source.studies(work.window,
                work.window.isUndated() ? settings.undatedLimit() : settings.answerLimit());
        Truncation truncation = Truncation.of(work.window, answers);
        if (truncation == Truncation.FAILED) {
            throw new DimseStatusException("C-FIND", answers.status(), answers.comment());
        }
        if (truncation == Truncation.KEY_IGNORED && answers.limited()) {
            answers = source.studies(work.window, settings.undatedLimit());
        }
        List<Window> halves = truncation == Truncation.CUT ? work.window.halves() : List.of();
        // Within a day halves are ranges of Study Time, which do not find studies without one: keep what came.
        boolean keep = halves.isEmpty() || halves.get(0).fromTime() != null;
        try {
            for (DataSet study : keep ? answers.matches() : List.<DataSet>of()) {
                study(work, study);
            }
        } catch (IOException e) {
            // The series found before are released in the ledger; their messages must go out.
            work.next.add(failures.after(work.message, e));
            return work.next;
        }
        String doubt = halves.isEmpty() ? doubt(work, answers, truncation) : null;
        for (long half : ledger.close(work.row.id, answers.matches().size(), halves, doubt)) {
            work.next.add(WindowMessage.outgoing(half));
        }
        return work.next;
    }

    /** Why the inventory of this window can't be called complete, or null. */
    private String doubt(Work work, Answers answers, Truncation truncation) {
        boolean undated = work.window.isUndated();
        return switch (truncation) {
            case KEY_IGNORED -> answers.complete() && !answers.doubtful() ? work.doubt
                    : "the source ignores Study Date and may have cut its answer";
            case CUT -> undated ? "the source cut its answer: studies without Study Date may be missing"
                    : "the source cut its answer for a single minute";
            default -> undated && answers.doubtful() && !ledger.isCoveredBy(answers.matches())
                    ? "the source cut its answer without saying so: studies without Study Date may be missing"
                    : work.doubt;
        };
    }

    private void study(Work work, DataSet study) throws IOException {
        String uid = study.getString(Tag.StudyInstanceUID);
        String date = study.getString(Tag.StudyDate);
        if (uid == null) {
            ledger.note(work.row.id, "STUDY_WITHOUT_UID", "the source answered a study without Study Instance UID");
            return;
        }
        if (date != null && !work.window.holdsDate(date)) {
            // An answer of a source that ignores the key: the study belongs to another window, or to none.
            return;
        }
        if (work.window.isUndated() == (date != null) && ledger.knows(uid)) {
            work.next.addAll(work.again ? ledger.release(uid, true) : List.of());
            return;
        }
        Answers series = source.series(uid);
        if (!series.complete() && !series.cut()) {
            throw new DimseStatusException("C-FIND", series.status(), series.comment());
        }
        work.next.addAll(ledger.record(study, series.matches()));
        int announced = study.getInt(Tag.NumberOfStudyRelatedSeries, 0);
        if (series.cut() || series.doubtful() && announced > series.matches().size()) {
            work.doubt = "the source cut the list of series of study " + uid;
        }
    }
}
