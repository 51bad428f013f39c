package org.dromedary.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes the query windows of the inventory and puts those still open on the queue. At a later start only the days since
 * the last one are added.
 */
@ApplicationScoped
@Named("queryProducer")
public class QueryProducer implements Processor {

    private final InventoryLedger ledger;
    private final InventorySettings settings;
    private volatile boolean done;

    QueryProducer(InventoryLedger ledger, InventorySettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public void process(Exchange exchange) {
        try {
            LocalDate to = settings.to().orElseGet(LocalDate::now);
            List<Long> open = ledger.openWindows(settings.from(), to);
            exchange.getMessage().setBody(open.stream().map(WindowMessage::outgoing).toList());
        } finally {
            done = true;
        }
    }

    /** Whether the ledger has the windows of this start; before that it may look as if all were finished. */
    public boolean isDone() {
        return done;
    }
}
