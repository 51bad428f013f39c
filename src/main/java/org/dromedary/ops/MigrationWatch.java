package org.dromedary.ops;

import io.quarkus.arc.Arc;
import jakarta.jms.ConnectionFactory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.dromedary.archive.Archives;
import org.dromedary.broker.BrokerException;
import org.dromedary.broker.QueueControl;
import org.dromedary.inventory.QueryProducer;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.report.Summary;
import org.dromedary.retrieve.SpoolRoom;
import org.dromedary.ris.Corrections;
import org.dromedary.stage.Queues;

/** Watches the ledger from within the running process until nothing moves any more, and shows how it goes. */
public final class MigrationWatch {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    /** Counting a large ledger takes time; it may take a small share of the database's only. */
    private static final int PAUSE_FOR_COST = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PLAIN = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean interactive = System.console() != null;
    private final long begin = System.nanoTime();
    private long shownAt;
    private long cost;

    public MigrationWatch(PrintStream out) {
        this.out = out;
    }

    /** Returns the final numbers. */
    public Summary untilFinished() {
        LedgerView ledger = Arc.container().instance(Ledger.class).get().view();
        while (true) {
            boolean begun = inventoryHasBegun();
            Summary summary = read(ledger);
            show(summary);
            // A replayed message or a correction moves its series only when it is taken: after that the ledger has the
            // last word.
            if (begun && summary.finished() && queuesAreEmpty() && noCorrectionInHand()) {
                Summary last = read(ledger);
                if (last.finished()) {
                    out.print(interactive ? System.lineSeparator() : "");
                    return last;
                }
            }
            LockSupport.parkNanos(Math.max(INTERVAL.toNanos(), PAUSE_FOR_COST * cost));
        }
    }

    /** A database that is being restarted is waited for, as the stages do. */
    private Summary read(LedgerView ledger) {
        long since = System.nanoTime();
        while (true) {
            try {
                long asked = System.nanoTime();
                Summary summary = Summary.of(ledger);
                cost = System.nanoTime() - asked;
                return summary;
            } catch (LedgerException away) {
                if (System.nanoTime() - since > PATIENCE.toNanos()) {
                    throw away;
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    private static boolean queuesAreEmpty() {
        try (QueueControl queues = new QueueControl(Arc.container().instance(ConnectionFactory.class).get())) {
            return Queues.OF_STAGES.stream().allMatch(name -> queues.messages(name) <= queues.scheduled(name));
        } catch (BrokerException away) {
            return false;
        }
    }

    /** One may have been chosen before the run, and one whose series have just arrived is still to be noted as done. */
    private static boolean noCorrectionInHand() {
        try {
            return !new Corrections(Sql.over(Arc.container().instance(DataSource.class).get())).inHand();
        } catch (LedgerException away) {
            return false;
        }
    }

    private static boolean inventoryHasBegun() {
        return Arc.container().instance(CamelContext.class).get().getRoute("query-producer") == null
                || Arc.container().instance(QueryProducer.class).get().isDone();
    }

    private void show(Summary summary) {
        long now = System.nanoTime();
        boolean due = shownAt == 0 || now - shownAt > PLAIN.toNanos() || summary.finished();
        if (interactive) {
            out.print("\r" + line(summary) + "\u001b[K");
            out.flush();
        } else if (due) {
            out.println(line(summary));
            shownAt = now;
        }
    }

    private String line(Summary summary) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        long done = summary.count(SeriesState.VERIFIED);
        String line = String.format(Locale.ROOT, "%3.0f s  series %d found, %d moving, %d verified, %d failed"
                        + "  objects %d received, %d stored, %d verified  %.1f MB  %.0f objects/s",
                seconds, summary.totals().series(), summary.moving(), done,
                summary.totals().series() - summary.moving() - done - summary.count(SeriesState.FOUND)
                        - summary.count(SeriesState.SKIPPED),
                summary.totals().received(), summary.totals().stored(), summary.totals().verified(),
                summary.totals().bytes() / 1e6, summary.totals().verified() / seconds);
        String outage = outage();
        return outage == null ? line : line + "  WAITING: " + outage;
    }

    private static String outage() {
        Archives archives = Arc.container().instance(Archives.class).get();
        String source = archives.source().outage();
        String spool = Arc.container().instance(SpoolRoom.class).get().suspended();
        return source != null ? "source: " + source : spool != null ? spool : archives.target().outage();
    }
}
