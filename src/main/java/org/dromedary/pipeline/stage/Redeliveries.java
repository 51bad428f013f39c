package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.settings.RedeliverySettings;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.RedeliveryLedger;
import org.dromedary.ledger.RedeliveryLedger.Item;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * Remembers why messages come again, so that people can see it, and how often the process died with one. What is
 * written here is outside of the work that was rolled back; while the ledger is out of reach it is kept in memory.
 */
@ApplicationScoped
public class Redeliveries {

    private static final Logger LOG = Logger.getLogger(Redeliveries.class);
    private static final int MAX_KEPT = 10_000;
    /** What comes again and again is an incident from this time on; an outage of the database alone is less often. */
    private static final int MAX_UNTOLD = 5;
    private static final String COMES_AGAIN = "COMES_AGAIN";

    private final RedeliveryLedger ledger;
    private final Incidents incidents;
    private final RedeliverySettings settings;
    private final Map<Item, Kept> kept = new ConcurrentHashMap<>();
    /** Of which an incident was opened by this process. */
    private final Set<Item> told = ConcurrentHashMap.newKeySet();

    Redeliveries(DataSource dataSource, Incidents incidents, RedeliverySettings settings) {
        this.ledger = new RedeliveryLedger(Sql.over(dataSource));
        this.incidents = incidents;
        this.settings = settings;
    }

    /** What the ledger could not be told yet. */
    private record Kept(int times, String error, Instant firstAt, Instant lastAt) {

        Kept and(Kept later) {
            return new Kept(times + later.times, later.error, firstAt, later.lastAt);
        }
    }

    /** A message that came again while the ledger was out of reach, for people to see. */
    public record Line(String item, int times, String error, Instant firstAt, Instant lastAt) {
    }

    /** What the message of an exchange is about; null if it is none of ours. */
    static Item item(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getHeader(SeriesMessage.SERIES_ID) instanceof Number id) {
            return Item.series(id.longValue(), exchange.getFromRouteId());
        }
        return message.getHeader(WindowMessage.WINDOW_ID) instanceof Number id
                ? Item.window(id.longValue(), exchange.getFromRouteId()) : null;
    }

    /** Which delivery of its message this is, from 1. */
    public static int delivery(Exchange exchange) {
        return exchange.getMessage().getHeader("JMSXDeliveryCount", 1, Integer.class);
    }

    /**
     * Called before the work of each delivery; it writes nothing for the first.
     *
     * @throws StageException ENDS_THE_PROCESS, if too many earlier redeliveries were begun and have no end: each time
     *     the process died with it
     */
    public void begin(Item item, int delivery) throws StageException {
        if (delivery <= 1) {
            return;
        }
        tell(item);
        int crashes = ledger.begun(item);
        if (crashes >= settings.maxCrashes()) {
            throw new StageException(Failure.Kind.BUG, "ENDS_THE_PROCESS", crashes + " times in a row the process ended"
                    + " while it worked on this " + item.kind() + "; look into its log before you replay it");
        }
    }

    /** The message goes back to its queue because of an error. */
    void gaveBack(Item item, Throwable thrown) {
        if (item == null) {
            return;
        }
        Instant now = Instant.now();
        Kept word = new Kept(1, LedgerTrouble.describe(thrown), now, now);
        if (kept.size() < MAX_KEPT || kept.containsKey(item)) {
            kept.merge(item, word, Kept::and);
        }
        try {
            tell(item);
        } catch (RuntimeException away) {
            LOG.debugf("%s comes again; the ledger is told later: %s", item, LedgerTrouble.describe(away));
        }
    }

    /** The message goes back to its queue in order: its work is not wanted now. */
    public void gaveBackInOrder(Item item, int delivery) {
        quietly(item, delivery, () -> ledger.ended(item));
    }

    /** The message passed, or was decided on. */
    public void passed(Item item, int delivery) {
        quietly(item, delivery, () -> ledger.passed(item));
        if (item != null && told.remove(item) && told.stream().noneMatch(other -> other.stage().equals(item.stage()))) {
            incidents.close(COMES_AGAIN, item.stage(), Incident.ITSELF, "it passed, or was decided on");
        }
    }

    /** What is kept in memory because the ledger could not be told. */
    public List<Line> untold() {
        return kept.entrySet().stream().map(entry -> new Line(entry.getKey().toString(), entry.getValue().times(),
                entry.getValue().error(), entry.getValue().firstAt(), entry.getValue().lastAt())).toList();
    }

    /** A row that stays behind is not shown once its series or window has gone on, and is cleaned away later. */
    private void quietly(Item item, int delivery, Runnable write) {
        if (item == null || kept.remove(item) == null && delivery <= 1) {
            return;
        }
        try {
            write.run();
        } catch (RuntimeException away) {
            LOG.debugf("%s is not noted as ended: %s", item, LedgerTrouble.describe(away));
        }
    }

    private void tell(Item item) {
        Kept word = kept.remove(item);
        if (word == null) {
            return;
        }
        try {
            if (ledger.gaveBack(item, word.times(), word.error()) >= MAX_UNTOLD) {
                told.add(item);
                incidents.open(COMES_AGAIN, item.stage(), "A message of the stage " + item.stage() + " comes again and"
                        + " again: " + item, word.error(), "'ledger check' lists all such messages. They go on by"
                        + " themselves when the cause has passed; see what locks or fills the database.");
            }
        } catch (RuntimeException away) {
            kept.merge(item, word, (later, earlier) -> earlier.and(later));
            throw away;
        }
    }
}
