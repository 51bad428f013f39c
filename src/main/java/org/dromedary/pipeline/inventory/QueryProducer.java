package org.dromedary.pipeline.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.pipeline.stage.WindowMessage;
import org.jboss.logging.Logger;

/**
 * Makes the query windows of the inventory and puts those still open on the queue. At a later start only the days since
 * the last one are added.
 *
 * <p>Only the leader of the workers does so, once: a worker that joins must not double the messages. Who becomes the
 * leader later does it then, since nobody knows how far the one before had come.
 */
@ApplicationScoped
@Named("queryProducer")
public class QueryProducer implements Processor {

    private static final Logger LOG = Logger.getLogger(QueryProducer.class);

    /** Nothing that DICOM calls a study is older, but for dates that are wrong. */
    private static final LocalDate FIRST = LocalDate.of(1980, 1, 1);

    private final InventoryLedger ledger;
    private final InventorySettings settings;
    private final Workers workers;
    private volatile boolean done;
    private boolean produced;

    QueryProducer(InventoryLedger ledger, InventorySettings settings, Workers workers) {
        this.ledger = ledger;
        this.settings = settings;
        this.workers = workers;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(List.of());
        try {
            produce(exchange);
        } catch (RuntimeException e) {
            LOG.warnf("the query windows can't be written to the ledger, which is tried again: %s", e.toString());
            throw e;
        }
    }

    private void produce(Exchange exchange) {
        if (!workers.isLeader()) {
            done = done || ledger.hasWindows();
        } else if (!produced) {
            LocalDate to = settings.to().orElseGet(LocalDate::now);
            List<Long> open = ledger.openWindows(settings.from().orElse(FIRST), to);
            exchange.getMessage().setBody(open.stream().map(WindowMessage::outgoing).toList());
            produced = true;
            done = true;
        }
    }

    /** Whether the ledger has the windows of this start; before that it may look as if all were finished. */
    public boolean isDone() {
        return done;
    }
}
