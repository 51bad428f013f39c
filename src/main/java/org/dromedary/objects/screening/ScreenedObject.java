package org.dromedary.objects.screening;

import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.SeriesManifest.Way;

/**
 * What was decided of one object.
 *
 * @param reason  why it does not go on; null if it does
 * @param damaged whether it may be right when it is fetched again
 * @param confirmed whether it is damaged and goes on nevertheless, since the source has it so
 */
public record ScreenedObject(Entry entry, ObjectReason reason, boolean damaged, boolean confirmed) {

    public static ScreenedObject goesOn(Entry entry) {
        return new ScreenedObject(entry, null, false, false);
    }

    /** The same, if it goes on, as what the source has. */
    ScreenedObject asAtSource() {
        return entry.way().outcome() == null ? new ScreenedObject(entry, reason, damaged, true) : this;
    }

    /** @param detail without anything that identifies a patient */
    public static ScreenedObject out(Entry entry, Outcome outcome, String reason, String detail) {
        return new ScreenedObject(entry.going(Way.out(outcome)), reason(entry, reason, detail), false, false);
    }

    public static ScreenedObject damaged(Entry entry, String reason, String detail) {
        return new ScreenedObject(entry.going(Way.out(Outcome.QUARANTINED)), reason(entry, reason,
                detail), true, false);
    }

    private static ObjectReason reason(Entry entry, String reason, String detail) {
        return new ObjectReason(entry.sopInstanceUid(), reason, null, detail);
    }
}
