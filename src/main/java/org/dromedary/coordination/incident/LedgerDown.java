package org.dromedary.coordination.incident;

import java.time.Duration;
import java.time.Instant;

/**
 * The incident that the ledger is out of reach. No ledger can keep it, so it is told straight from memory, once when it
 * has lasted and once when it is over. Thread-safe.
 */
public final class LedgerDown {

    /** Kind of the incident. */
    public static final String KIND = "LEDGER_DOWN";
    private static final String SUBJECT = "ledger";
    private static final System.Logger LOG = System.getLogger(LedgerDown.class.getName());

    private final String statement;
    private final String advice;
    private final Duration after;
    private final DirectNotice notice;
    private Instant since;
    private String evidence;
    private int times;
    private boolean told;

    /**
     * @param statement what is down, in a sentence
     * @param advice    what to check and what happens next
     * @param after     how long it lasts before anybody is told
     */
    public LedgerDown(String statement, String advice, Duration after, DirectNotice notice) {
        this.statement = statement;
        this.advice = advice;
        this.after = after;
        this.notice = notice;
    }

    /** It does not answer; called again and again while it does not. No patient data in why. */
    public synchronized void failed(String why, Instant now) {
        since = since == null ? now : since;
        evidence = why;
        times++;
        if (!told && !now.isBefore(since.plus(after))) {
            told = true;
            LOG.log(System.Logger.Level.WARNING, "Incident {0} {1}: {2}", KIND, SUBJECT, statement);
            notice.tell(incident(now, null, null));
        }
    }

    /** It answers; without effect if it did before. */
    public synchronized void answered(String how, Instant now) {
        if (told) {
            LOG.log(System.Logger.Level.INFO, "Incident {0} {1} is over: {2}", KIND, SUBJECT, how);
            notice.tell(incident(now, now, how));
        }
        since = null;
        times = 0;
        told = false;
    }

    private Incident incident(Instant last, Instant closed, String reason) {
        return new Incident(0, KIND, SUBJECT, statement, evidence, advice, times, since, last, null, null, closed,
                closed == null ? null : Incident.ITSELF, reason, 0);
    }
}
