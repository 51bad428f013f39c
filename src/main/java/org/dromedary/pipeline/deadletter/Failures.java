package org.dromedary.pipeline.deadletter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.FailureHandler;
import org.dromedary.pipeline.stage.OutOfStepException;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageHealth;
import org.dromedary.pipeline.stage.StageLedger;
import org.dromedary.pipeline.stage.StageLedger.Outcome;
import org.dromedary.pipeline.stage.UnreadableMessageException;
import org.jboss.logging.Logger;

/**
 * The dead-letter channel: what follows from a failure of a series at a stage. It is written to the ledger, and the
 * message goes back to its queue with a delay or to the dead letters, in the transaction that consumed it.
 */
@ApplicationScoped
@Named("failures")
public class Failures extends FailureHandler {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private final StageLedger ledger;
    private final RetrySettings retry;
    private final SpoolLoss spoolLoss;
    private final StageHealth health;
    private final Spool spool;
    private final Instance<SeriesStage> stages;

    Failures(StageLedger ledger, RetrySettings retry, SpoolLoss spoolLoss, StageHealth health, Spool spool,
            @Any Instance<SeriesStage> stages) {
        this.ledger = ledger;
        this.retry = retry;
        this.spoolLoss = spoolLoss;
        this.health = health;
        this.spool = spool;
        this.stages = stages;
    }

    @Override
    protected void decide(Exchange exchange, Throwable thrown) throws UnreadableMessageException {
        String stage = exchange.getFromRouteId();
        SeriesMessage message = SeriesMessage.from(exchange.getMessage());
        Series series = ledger.find(message.seriesId());
        if (thrown instanceof OutOfStepException) {
            putInStep(exchange, stage, message, series);
            return;
        }
        Failure told = FailureClassifier.classify(thrown);
        LOG.infof("series %d at %s, attempt %d: %s: %s", message.seriesId(), stage, message.attempt(),
                told.reason(), told.detail());
        if (told.kind() == Failure.Kind.BUG) {
            LOG.errorf(LedgerTrouble.isOfDatabase(thrown) ? LedgerTrouble.withoutValues(thrown) : thrown,
                    "series %d at %s failed unexpectedly", message.seriesId(), stage);
        }
        Failure failure = health.failed(stage, message.seriesId(), told);
        if (series == null) {
            deadLetter(exchange.getMessage(), stage, message, failure.reason(), failure.detail());
        } else {
            Outcome outcome = thrown instanceof StageException own ? own.outcome()
                    : Outcome.of(Change.because(failure.reason(), failure.detail()));
            decide(exchange, stage, message, series, failure, outcome, thrown);
        }
    }

    /** Sends the message to where the ledger has the series; a duplicate of one that is there already ends here. */
    private void putInStep(Exchange exchange, String stage, SeriesMessage message, Series series) {
        boolean redelivered = exchange.getMessage().getHeader("JMSRedelivered", false, Boolean.class);
        Optional<Stage> next = Stage.taking(series.state);
        if (next.isPresent() && isBefore(next.get(), stage)) {
            message.writeTo(exchange.getMessage());
            exchange.getMessage().setHeader(Queues.NEXT, next.get().queue());
        } else if (redelivered && series.state.isDead()) {
            deadLetter(exchange.getMessage(), stage, message, series.reasonCode, series.reasonText);
        } else {
            exchange.setRouteStop(true);
        }
    }

    private static boolean isBefore(Stage next, String stage) {
        return Stage.named(stage).map(here -> next.compareTo(here) < 0).orElse(false);
    }

    private void decide(Exchange exchange, String stage, SeriesMessage message, Series series, Failure failure,
            Outcome outcome, Throwable thrown) {
        if (failure.kind() == Failure.Kind.SPOOL_LOST && spoolLoss.fetchAgain(exchange, message, series, failure)) {
            return;
        }
        boolean again = switch (failure.kind()) {
            case BUSY, NO_ROOM, MISCONFIGURED, SETTLING -> true;
            case SERIES_FAILED -> tries(stage, message) < attempts(stage);
            // An error of ours will mostly come again; what may not is seen by one more try.
            case BUG -> FailureClassifier.isUnforeseen(failure) && errors(exchange.getMessage()) == 0
                    && !exchange.getProperty(UNWRITABLE, false, Boolean.class);
            case NOTHING_TO_DO, REFUSED, UNSAFE, UNDECIDED, SPOOL_LOST -> false;
        };
        if (again) {
            Duration pause = thrown instanceof StageException own ? own.pause() : null;
            retry(exchange.getMessage(), stage, message, series, failure, pause);
        } else {
            end(exchange, stage, message, series, failure, outcome);
        }
    }

    private static int errors(Message message) {
        return message.getHeader(Queues.ERRORS) instanceof Number errors ? errors.intValue() : 0;
    }

    private static int tries(String stage, SeriesMessage message) {
        return stage.equals(Stage.VERIFY.id()) ? message.resends() + 1 : message.attempt();
    }

    private int attempts(String stage) {
        Instance<SeriesStage> bean = stages.select(NamedLiteral.of(stage));
        return bean.isResolvable() ? bean.get().attempts() : SeriesStage.DEFAULT_ATTEMPTS;
    }

    /** @param pause null: as the settings say for this kind of failure */
    private void retry(Message out, String stage, SeriesMessage message, Series series, Failure failure,
            Duration pause) {
        boolean failed = failure.kind() == Failure.Kind.SERIES_FAILED;
        int busy = failed ? 0 : 1 + (out.getHeader(Queues.BUSY) instanceof Number answers ? answers.intValue() : 0);
        Duration delay = pause != null ? pause : failed ? retry.delay() : busyDelay(busy);
        SeriesMessage next = failed ? message.withAttempt(message.attempt() + 1) : message;
        Change change = Change.because(failure.reason(), failure.detail()).attempt(next.attempt()).retryAfter(delay);
        String queue = Stage.QUEUE_PREFIX + stage;
        if (series.state == SeriesState.QUEUED) {
            ledger.advance(series.id, series.state, SeriesState.RETRY_WAIT, change);
        } else if (stage.equals(Stage.VERIFY.id()) && failed) {
            // What can't be found at the target is sent again, after a time in which it may still appear.
            ledger.advance(series.id, series.state, SeriesState.TRANSCODED, change);
            queue = Stage.STORE.queue();
            next = message.resent();
        } else {
            ledger.await(series.id, series.state, change);
        }
        long now = System.currentTimeMillis();
        int errors = errors(out) + (failure.kind() == Failure.Kind.BUG ? 1 : 0);
        next.writeTo(out);
        if (errors > 0) {
            out.setHeader(Queues.ERRORS, errors);
        }
        // Only an attempt that failed may be brought forward: an archive that is busy has its pauses.
        out.setHeader(failed ? Queues.WAITING_SINCE : Queues.BUSY, failed ? (Object) now : busy);
        out.setHeader(Queues.NOT_BEFORE, now + delay.toMillis());
        out.setHeader(Queues.NEXT, queue);
    }

    private Duration busyDelay(int answers) {
        Duration delay = retry.busyDelay();
        for (int i = 1; i < answers && delay.compareTo(retry.longestBusyDelay()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(retry.longestBusyDelay()) < 0 ? delay : retry.longestBusyDelay();
    }

    private void end(Exchange exchange, String stage, SeriesMessage message, Series series, Failure failure,
            Outcome outcome) {
        SeriesState last = switch (failure.kind()) {
            case NOTHING_TO_DO -> SeriesState.SKIPPED;
            case REFUSED -> SeriesState.REJECTED;
            case UNSAFE -> SeriesState.QUARANTINED;
            case SERIES_FAILED -> stage.equals(Stage.RETRIEVE.id()) ? SeriesState.UNAVAILABLE : SeriesState.HELD;
            default -> SeriesState.HELD;
        };
        outcome.change().attempt(message.attempt());
        ledger.commit(series.id, series.state, last, outcome, message.attempt());
        if (last == SeriesState.SKIPPED) {
            clean(message);
            exchange.setRouteStop(true);
            return;
        }
        deadLetter(exchange.getMessage(), stage, message, failure.reason(), failure.detail());
    }

    /** A series that was left out after it had been fetched leaves the spool: no replay will want it. */
    private void clean(SeriesMessage message) {
        try {
            spool.remove(message.studyInstanceUid(), message.seriesInstanceUid());
        } catch (IOException e) {
            LOG.warnf("series %d is skipped, but its files stay in the spool: %s", message.seriesId(), e.toString());
        }
    }

    private static void deadLetter(Message out, String stage, SeriesMessage message, String reason, String text) {
        message.writeTo(out);
        Queues.toDeadLetters(out, stage, reason, text);
    }
}
