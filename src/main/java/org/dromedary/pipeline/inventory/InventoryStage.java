package org.dromedary.pipeline.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.RedeliveryLedger.Item;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.pipeline.stage.LedgerRead;
import org.dromedary.pipeline.stage.Outgoing;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.Redeliveries;
import org.dromedary.pipeline.stage.StageHealth;
import org.dromedary.pipeline.stage.WindowMessage;

/**
 * Asks the source for the studies of one window and for the series of each study. A window whose answer may be cut is
 * split in halves, which are messages of their own, so that an interrupted inventory goes on where it stopped; a single
 * day is narrowed by other keys, see {@link KeySplit}.
 */
@ApplicationScoped
@Named("inventory")
public class InventoryStage implements Processor {

    /** The window of studies without a date comes last, so that it knows what the others found. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final int MAX_LOOKED_FOR = 3;

    private final SourceQuery source;
    private final InventoryLedger ledger;
    private final InventorySettings settings;
    private final WindowFailures failures;
    private final StageHealth health;
    private final StudyInquiry inquiry;
    private final Redeliveries redeliveries;

    InventoryStage(SourceQuery source, StudyInquiry inquiry, InventoryLedger ledger, InventorySettings settings,
            WindowFailures failures, StageHealth health, Redeliveries redeliveries) {
        this.source = source;
        this.inquiry = inquiry;
        this.ledger = ledger;
        this.settings = settings;
        this.failures = failures;
        this.health = health;
        this.redeliveries = redeliveries;
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
            Item item = Item.window(windowId, exchange.getFromRouteId());
            int delivery = Redeliveries.delivery(exchange);
            redeliveries.begin(item, delivery);
            next = work(new WindowWork(row, message, again, source, inquiry, ledger, settings));
            redeliveries.passed(item, delivery);
            passed(message.windowId());
        }
        exchange.getMessage().getHeaders().clear();
        exchange.getMessage().setBody(next);
    }

    private void passed(long windowId) {
        if (ledger.window(windowId).state != QueryWindow.State.OPEN) {
            health.passed(Stage.INVENTORY.id());
            failures.settled();
        }
    }

    private List<Outgoing> work(WindowWork work) throws IOException {
        if (work.window().isUndated() && ledger.othersAreOpen(work.id())) {
            return List.of(WindowMessage.later(work.message(), LATER));
        }
        StudySearch search = new StudySearch(source::studies, this::lacksKnownStudies, source.quirks(),
                settings.answerLimit(), settings.undatedLimit());
        StudySearch.Result result;
        try {
            result = search.run(work.window(), work::take);
            work.finish();
        } catch (IOException e) {
            // The series found before are released in the ledger; their messages must go out.
            work.next().add(failures.after(work.message(), e));
            return work.next();
        }
        if (result.everything()) {
            Long everything = ledger.openEverything();
            work.next().addAll(everything == null ? List.of() : List.of(WindowMessage.outgoing(everything)));
        }
        String doubt = result.doubt() != null || ledger.openExceptions(work.id()).isEmpty() ? result.doubt()
                : StudyExceptions.WINDOW_DOUBT;
        for (long half : ledger.close(work.id(), result.answers(), work.outside(), result.halves(), doubt)) {
            work.next().add(WindowMessage.outgoing(half));
        }
        return work.next();
    }

    /** A study that is known and was not answered may be gone; one that is found by its UID is not. */
    private boolean lacksKnownStudies(Answers answers) throws IOException {
        for (String uid : ledger.notIn(answers.matches(), MAX_LOOKED_FOR)) {
            Answers one = source.studiesWith(Map.of(Tag.StudyInstanceUID, uid));
            if (one.matches().stream().anyMatch(study -> uid.equals(Answer.uid(study, Tag.StudyInstanceUID)))) {
                return true;
            }
        }
        return false;
    }
}
