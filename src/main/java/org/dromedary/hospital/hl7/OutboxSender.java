package org.dromedary.hospital.hl7;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.hl7.MllpClient.Acknowledgement;
import org.dromedary.hospital.hl7.OutboundLedger.Head;
import org.dromedary.hospital.hl7.OutboundLedger.State;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * Sends what is in the {@link Outbox}: the steps of its routes. A message of the queue only says that there is
 * something to do; what is sent next the ledger says: the first that waits and has no earlier one of its patient before
 * it, so that the order of each patient holds whatever happens.
 */
@Singleton
@Named("hl7Out")
public class OutboxSender {

    /** Kind of the incident: no acknowledgement comes. */
    static final String SILENT = "HL7_RECEIVER_UNAVAILABLE";
    /** Kind of the incident: messages wait, but nobody said for whom. */
    static final String NOT_SET = "HL7_RECEIVER_NOT_SET";
    /** Kind of the incident: messages were refused. */
    static final String REFUSED = "HL7_MESSAGES_REFUSED";

    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final String SUBJECT = "hl7-out";
    private static final String ID = "DromedaryOutboundId";
    private static final int BATCH_SIZE = 200;

    private final OutboundLedger ledger;
    /** The properties of its connections' security. */
    static final String TLS = "dromedary.hl7.out.tls";

    private final OutboxSettings settings;
    private final Incidents incidents;
    private final Duration unavailableAfter;
    private final Workers workers;
    private final MllpClient receiver;
    private long silentSinceNanos;
    private boolean silent;
    /** Messages in a row that nobody answered, of whatever patients, and the last of them. */
    private int silences;
    private long lastSilent;
    /** Until then nothing is sent at all. */
    private volatile long silentUntilNanos = System.nanoTime();
    /** Whether the ledger may have an open incident; after a start nobody knows. */
    private volatile boolean silenceMayBeOpen = true;
    private volatile boolean refusalMayBeOpen = true;
    private boolean queuedBefore;
    private boolean toldOfNoReceiver;

    OutboxSender(DataSource dataSource, OutboxSettings settings, Incidents incidents, IncidentSettings incidentSettings,
            Workers workers, TlsParties tls) {
        this.ledger = new OutboundLedger(Sql.over(dataSource));
        this.settings = settings;
        this.incidents = incidents;
        this.unavailableAfter = incidentSettings.unavailableAfter();
        this.workers = workers;
        this.receiver = settings.host().isEmpty() ? null : new MllpClient(settings.host().get(),
                settings.port().orElseThrow(), settings.connectTimeout(), settings.ackTimeout(),
                tls.of(TLS, settings.tls()));
    }

    /** By the clock: leaves the ids of messages that need one on the queue in the body. */
    public void due(Exchange exchange) {
        exchange.getMessage().setBody(List.of());
        if (!workers.isLeader()) {
            return;
        }
        try {
            if (receiver == null) {
                tellOfNoReceiver();
                return;
            }
            if (!queuedBefore) {
                // Whether the queue still has what an earlier process put there nobody knows; twice does no harm.
                ledger.forgetQueue();
                incidents.close(NOT_SET, SUBJECT, Incident.ITSELF, "a receiver is set");
                queuedBefore = true;
            }
            exchange.getMessage().setBody(System.nanoTime() < silentUntilNanos ? List.of() : ledger.due(BATCH_SIZE));
            closeRefusal();
        } catch (LedgerException e) {
            LOG.debugf("The ledger can't be asked for outgoing messages now: %s", e.getMessage());
        }
    }

    private void tellOfNoReceiver() {
        long waiting = toldOfNoReceiver ? 0 : ledger.counts().get(State.WAITING);
        if (waiting > 0) {
            toldOfNoReceiver = true;
            incidents.open(NOT_SET, SUBJECT, "HL7 messages wait, but no receiver is set.", waiting + " messages",
                    "Set dromedary.hl7.out.host and port. The messages are kept in the ledger until then.");
        }
    }

    /** Makes a message of the body, an id. All are one group: one worker sends, the others stand by. */
    public void message(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(ID, message.getBody(Long.class));
        message.setHeader("JMSXGroupID", SUBJECT);
        message.setBody(message.getBody(String.class));
    }

    /** The message is in the queue. */
    public void queued(Exchange exchange) {
        ledger.queued(exchange.getMessage().getHeader(ID, Long.class));
    }

    /**
     * Sends what waits up to the message's id, of each patient in order; what has to be tried again holds up its own.
     */
    public void send(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(ID);
        if (!(header instanceof Number number)) {
            LOG.warnf("A message on the queue of outgoing HL7 messages is none of ours and was dropped");
            return;
        }
        long last = number.longValue();
        Set<Long> tried = new HashSet<>();
        while (receiver != null && exchange.getContext().getStatus().isStarted()
                && System.nanoTime() >= silentUntilNanos) {
            Head head = ledger.next(last).orElse(null);
            if (head == null || !tried.add(head.id())) {
                break;
            }
            send(head);
        }
        ledger.taken(last);
    }

    private void send(Head head) {
        String controlId = controlId(head.body());
        if (controlId.isEmpty() || !MllpClient.canCarry(head.body())) {
            refused(head.id(), null, controlId.isEmpty() ? "it has no MSH-10" : "it contains the end of an MLLP block");
            return;
        }
        Acknowledgement answer;
        try {
            answer = receiver.send(head.body(), controlId);
        } catch (IOException e) {
            unanswered(head, e);
            return;
        }
        heard();
        take(head, answer);
    }

    private void take(Head head, Acknowledgement answer) {
        String reason = "the receiver answered " + answer.code()
                + (answer.error().isEmpty() ? "" : " with error " + answer.error());
        if (answer.isAccepted()) {
            ledger.sent(head.id(), answer.code());
            LOG.infof("outgoing HL7 message %d: sent (%s)", head.id(), answer.code());
        } else if (answer.isRejected() || head.attempts() + 1 >= settings.attempts()) {
            refused(head.id(), answer.code(), reason);
        } else {
            LOG.infof("outgoing HL7 message %d: %s, it is sent again", head.id(), reason);
            ledger.again(head.id(), answer.code(), reason, pause(head.attempts()));
        }
    }

    private void unanswered(Head head, IOException e) {
        String why = e.getClass().getSimpleName() + ": " + e.getMessage();
        ledger.unanswered(head.id(), why, pause(head.inVain()));
        long now = System.nanoTime();
        silences += head.id() == lastSilent ? 0 : 1;
        lastSilent = head.id();
        if (silences > 1) {
            // Not this message alone: it is the receiver.
            silentUntilNanos = now + pause(silences - 2).toNanos();
        }
        if (!silent) {
            silent = true;
            silentSinceNanos = now;
            LOG.warnf("The receiver of HL7 messages does not acknowledge: %s", why);
        }
        if (now - silentSinceNanos >= unavailableAfter.toNanos()) {
            silenceMayBeOpen = true;
            incidents.open(SILENT, SUBJECT, "The receiver of HL7 messages does not acknowledge; "
                    + ledger.counts().get(State.WAITING) + " messages wait.", "message " + head.id() + ": " + why,
                    "Check that dromedary.hl7.out.host and port are right, and that the interface there runs. If it"
                    + " chokes on this one message, 'dromedary hl7 out discard " + head.id() + "' lets the others pass."
                    + " Dromedary tries again by itself, at most " + settings.longestPause().toSeconds()
                    + " s apart; nothing is lost.");
        }
    }

    private void heard() {
        silent = false;
        silences = 0;
        lastSilent = 0;
        if (silenceMayBeOpen) {
            silenceMayBeOpen = false;
            incidents.close(SILENT, SUBJECT, Incident.ITSELF, "it acknowledges again");
        }
    }

    private void refused(long id, String code, String reason) {
        LOG.warnf("outgoing HL7 message %d: FAILED, %s", id, reason);
        ledger.failed(id, code, reason);
        refusalMayBeOpen = true;
        incidents.open(REFUSED, SUBJECT, "The receiver of HL7 messages refuses some of them.",
                "message " + id + ": " + reason, "See 'dromedary hl7 out list'. When the reason is mended,"
                + " 'dromedary hl7 out retry' sends them again; 'dromedary hl7 out discard' gives them up.");
    }

    private void closeRefusal() {
        if (refusalMayBeOpen && ledger.counts().get(State.FAILED) == 0) {
            refusalMayBeOpen = false;
            incidents.close(REFUSED, SUBJECT, Incident.ITSELF, "all of them are sent or given up");
        }
    }

    private Duration pause(int before) {
        Duration pause = settings.pause();
        for (int i = 0; i < before && pause.compareTo(settings.longestPause()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(settings.longestPause()) < 0 ? pause : settings.longestPause();
    }

    /** MSH-10, empty if there is none. */
    private static String controlId(byte[] message) {
        Header header = Header.of(new String(message, 0, Math.min(message.length, 4096), StandardCharsets.ISO_8859_1));
        return header == null ? "" : header.raw(10);
    }

    @PreDestroy
    void close() {
        if (receiver != null) {
            receiver.close();
        }
    }
}
