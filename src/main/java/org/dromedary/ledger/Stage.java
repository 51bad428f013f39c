package org.dromedary.ledger;

import static org.dromedary.ledger.SeriesState.QUEUED;
import static org.dromedary.ledger.SeriesState.RECONCILED;
import static org.dromedary.ledger.SeriesState.RETRIEVED;
import static org.dromedary.ledger.SeriesState.RETRY_WAIT;
import static org.dromedary.ledger.SeriesState.STORED;
import static org.dromedary.ledger.SeriesState.TRANSCODED;
import static org.dromedary.ledger.SeriesState.VERIFIED;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The stages in the order of the way of a series; whatever needs to know which there are asks here. */
public enum Stage {

    /** Its messages are about query windows, so it takes no series: it finds and releases them. */
    INVENTORY("source", "QUERY", QUEUED),
    RETRIEVE("source", "RETRIEVE", RETRIEVED, QUEUED, RETRY_WAIT),
    RECONCILE("none", null, RECONCILED, RETRIEVED),
    TRANSCODE("none", null, TRANSCODED, RECONCILED),
    STORE("target", "STORE", STORED, TRANSCODED),
    VERIFY("target", "QUERY", VERIFIED, STORED);

    /** The queue of a stage is this and its id. */
    public static final String QUEUE_PREFIX = "dromedary.";

    private final String archive;
    private final String operation;
    private final SeriesState gives;
    private final List<SeriesState> takes;

    Stage(String archive, String operation, SeriesState gives, SeriesState... takes) {
        this.archive = archive;
        this.operation = operation;
        this.gives = gives;
        this.takes = List.of(takes);
    }

    /** Its name in routes, beans, settings, orders, headers and the ledger. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String queue() {
        return QUEUE_PREFIX + id();
    }

    /** The archive without which it can't work: source, target or none. */
    public String archive() {
        return archive;
    }

    /** What it mostly does there, by which it is paced: a constant of {@code archives.pace.Operation}. */
    public Optional<String> operation() {
        return Optional.ofNullable(operation);
    }

    /** The states of the series that wait for it; a series that is replayed at this stage goes back to the first. */
    public List<SeriesState> takes() {
        return takes;
    }

    /** The state of a series that has passed it. */
    public SeriesState gives() {
        return gives;
    }

    /** The stage with that id; a route may have any. */
    public static Optional<Stage> named(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }

    /** The stage that takes a series on from that state. */
    public static Optional<Stage> taking(SeriesState state) {
        return Arrays.stream(values()).filter(stage -> stage.takes.contains(state)).findFirst();
    }
}
