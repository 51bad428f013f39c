package org.dromedary.transcode;

import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.SeriesManifest.Way;

/**
 * What was decided of one object.
 *
 * @param reason  why it does not go on; null if it does
 * @param damaged whether it may be right when it is fetched again
 */
record Judged(Entry entry, ObjectReason reason, boolean damaged) {

    static Judged goesOn(Entry entry) {
        return new Judged(entry, null, false);
    }

    /** @param detail without anything that identifies a patient */
    static Judged out(Entry entry, Outcome outcome, String reason, String detail) {
        return new Judged(entry.going(Way.out(outcome)), reason(entry, reason, detail), false);
    }

    static Judged damaged(Entry entry, String reason, String detail) {
        return new Judged(entry.going(Way.out(Outcome.QUARANTINED)), reason(entry, reason, detail), true);
    }

    private static ObjectReason reason(Entry entry, String reason, String detail) {
        return new ObjectReason(entry.sopInstanceUid(), reason, null, detail);
    }
}
