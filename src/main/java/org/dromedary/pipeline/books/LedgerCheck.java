package org.dromedary.pipeline.books;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.RedeliveryLedger;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.Queues;

/**
 * Whether the numbers of every series add up (law 2), and whether every series on its way, and every open query window,
 * has a message (law 1). While work goes on, ledger and queues are never read at one moment: what is missing must be
 * missing several times.
 */
public final class LedgerCheck {

    /** So many are looked for. */
    public static final int MAX_IMBALANCES = 100;

    private static final Set<String> FED_BY_INVENTORY = Set.of(Stage.INVENTORY.queue(), Stage.RETRIEVE.queue());
    private static final int MAX_COMING_AGAIN = 100;
    private static final int READINGS = 3;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final LedgerView ledger;
    private final ConnectionFactory broker;

    public LedgerCheck(LedgerView ledger, ConnectionFactory broker) {
        this.ledger = ledger;
        this.broker = broker;
    }

    /**
     * Series that the ledger has waiting for a stage, or windows for the inventory, and messages in its queue, those
     * being worked on included.
     */
    public record QueueLine(String queue, long series, long messages) {
    }

    /**
     * What was found.
     *
     * @param lost queues with fewer messages than series, at every reading
     * @param comingAgain messages whose work is broken off again and again, which says nothing of the books
     * @param brokerTrouble why the queues could not be compared, or null
     */
    public record Findings(List<Imbalance> imbalances, List<QueueLine> queues, List<QueueLine> lost,
            List<DoubtfulWindow> doubtful, List<RedeliveryLedger.Line> comingAgain, String brokerTrouble) {

        /** Whether the numbers add up and no message is lost. */
        public boolean balanced() {
            return imbalances.isEmpty() && lost.isEmpty();
        }

        /** Whether the inventory is certain as well, and the queues were compared. */
        public boolean clean() {
            return balanced() && doubtful.isEmpty() && brokerTrouble == null;
        }
    }

    public Findings run() {
        List<Imbalance> imbalances = ledger.imbalances(MAX_IMBALANCES);
        List<DoubtfulWindow> doubtful = ledger.doubtfulWindows();
        List<RedeliveryLedger.Line> again = ledger.redeliveries(MAX_COMING_AGAIN);
        try (QueueControl queues = new QueueControl(broker)) {
            Reading reading = read(queues);
            List<QueueLine> lost = reading.lost();
            for (int i = 1; i < READINGS && !lost.isEmpty(); i++) {
                LockSupport.parkNanos(BETWEEN.toNanos());
                reading = read(queues);
                Set<String> still = Set.copyOf(lost.stream().map(QueueLine::queue).toList());
                lost = reading.lost().stream().filter(line -> still.contains(line.queue())).toList();
            }
            return new Findings(imbalances, reading.lines(), lost, doubtful, again, null);
        } catch (BrokerException e) {
            return new Findings(imbalances, List.of(), List.of(), doubtful, again, e.getMessage());
        }
    }

    /** @param working messages that are being worked on: their series may be a stage further or back in the ledger */
    private record Reading(List<QueueLine> lines, long working, boolean inventoryWorks) {

        List<QueueLine> lost() {
            return lines.stream().filter(line -> line.series() - line.messages() > working)
                    // A window that is being asked has released series, or its halves, whose messages go out at its
                    // end.
                    .filter(line -> !inventoryWorks || !FED_BY_INVENTORY.contains(line.queue())).toList();
        }
    }

    private Reading read(QueueControl queues) {
        Map<String, Long> waiting = new LinkedHashMap<>();
        waiting.put(Stage.INVENTORY.queue(), ledger.windowsByState().get(QueryWindow.State.OPEN));
        Map<SeriesState, Long> states = ledger.seriesByState();
        for (Stage stage : Stage.values()) {
            stage.takes().forEach(state -> waiting.merge(stage.queue(), states.get(state), Long::sum));
        }
        List<QueueLine> lines = new ArrayList<>();
        long working = 0;
        for (String queue : Queues.OF_STAGES) {
            working += queues.delivering(queue);
            if (waiting.containsKey(queue)) {
                lines.add(new QueueLine(queue, waiting.get(queue), queues.messages(queue)));
            }
        }
        return new Reading(lines, working, queues.delivering(Stage.INVENTORY.queue()) > 0);
    }
}
