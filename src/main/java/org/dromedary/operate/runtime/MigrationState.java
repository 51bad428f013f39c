package org.dromedary.operate.runtime;

import io.quarkus.arc.Arc;
import jakarta.jms.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.hospital.ris.Corrections;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.record.Summary;
import org.dromedary.pipeline.inventory.QueryProducer;
import org.dromedary.pipeline.stage.Queues;

/**
 * How the running migration stands at a moment.
 *
 * @param open what is left to happen although no series is on its way, in words; empty if nothing is
 * @param nanos how long it took to see
 */
record MigrationState(Summary summary, List<String> open, long nanos) {

    /** Asks ledger and broker. @throws org.dromedary.ledger.LedgerException if the ledger does not answer */
    static MigrationState now() {
        DataSource ledger = Arc.container().instance(DataSource.class).get();
        LedgerView view = new LedgerView(Sql.over(ledger));
        boolean begun = inventoryHasBegun();
        long asked = System.nanoTime();
        Summary summary = Summary.of(view);
        long nanos = System.nanoTime() - asked;
        List<String> open = new ArrayList<>();
        if (!begun) {
            open.add("the query windows of the inventory, which are not made yet");
        }
        if (begun && summary.finished()) {
            // A replayed message or a correction moves its series only when it is taken: after that the ledger has the
            // last word.
            addQueues(open);
            if (new Corrections(Sql.over(ledger)).inHand()) {
                open.add("corrections that are being sent");
            }
            summary = open.isEmpty() ? Summary.of(view) : summary;
        }
        return new MigrationState(summary, open, nanos);
    }

    boolean isFinished() {
        return summary.finished() && open.isEmpty();
    }

    private static boolean inventoryHasBegun() {
        return Arc.container().instance(CamelContext.class).get().getRoute("query-producer") == null
                || Arc.container().instance(QueryProducer.class).get().isDone();
    }

    private static void addQueues(List<String> open) {
        Map<String, Long> waiting = new TreeMap<>();
        try (QueueControl queues = new QueueControl(Arc.container().instance(ConnectionFactory.class).get())) {
            for (String name : Queues.OF_STAGES) {
                long due = queues.messages(name) - queues.scheduled(name);
                if (due > 0) {
                    waiting.put(name, due);
                }
            }
            waiting.forEach((name, due) -> open.add(due + " messages in the queue " + name));
        } catch (BrokerException away) {
            open.add("the broker, which does not answer: " + away.getMessage());
        }
    }
}
