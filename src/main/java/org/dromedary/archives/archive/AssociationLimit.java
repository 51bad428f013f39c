package org.dromedary.archives.archive;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.RejectReason;

/**
 * How many associations an archive serves at a time, learnt from what it rejects while we hold some: "local limit
 * exceeded" is believed at once, other passing rejections the second time. After an hour at a limit that was learnt one
 * more is tried. Thread-safe.
 */
final class AssociationLimit {

    static final Duration TRIAL = Duration.ofHours(1);
    private static final int ENOUGH = 2;

    private final Supplier<Quirks> quirks;
    private final LongSupplier nanos;
    private long changedAt;
    private int suspicions;

    AssociationLimit(Supplier<Quirks> quirks) {
        this(quirks, System::nanoTime);
    }

    AssociationLimit(Supplier<Quirks> quirks, LongSupplier nanos) {
        this.quirks = quirks;
        this.nanos = nanos;
        this.changedAt = nanos.getAsLong();
    }

    /** A limit of which nothing is known, for an archive without a ledger. */
    static AssociationLimit none(String role) {
        Quirks unknown = new Quirks(role, QuirkSettings.of(role, java.util.Optional.empty()), null);
        return new AssociationLimit(() -> unknown);
    }

    /** Associations that may be open now, {@code Integer.MAX_VALUE} while nothing is known. */
    int most() {
        Quirks known = quirks.get();
        int limit = known.number(Quirk.ASSOCIATION_LIMIT).orElse(Integer.MAX_VALUE);
        if (limit == Integer.MAX_VALUE || known.isSettled(Quirk.ASSOCIATION_LIMIT)) {
            return limit;
        }
        synchronized (this) {
            return nanos.getAsLong() - changedAt >= TRIAL.toNanos() ? limit + 1 : limit;
        }
    }

    /** The archive accepted an association while we held {@code others}. */
    synchronized void accepted(int others) {
        int limit = quirks.get().number(Quirk.ASSOCIATION_LIMIT).orElse(Integer.MAX_VALUE);
        suspicions = others > 0 ? 0 : suspicions;
        if (others < limit) {
            return;
        }
        changedAt = nanos.getAsLong();
        quirks.get().learn(Quirk.ASSOCIATION_LIMIT, Integer.toString(others + 1), "accepted association "
                + (others + 1));
    }

    /**
     * The archive rejected an association while we held others.
     *
     * @param others at least one
     */
    synchronized void refused(int others, AssociationRejectedException rejection) {
        changedAt = nanos.getAsLong();
        suspicions++;
        boolean plain = rejection.source() == RejectReason.LOCAL_LIMIT_EXCEEDED.source()
                && rejection.reason() == RejectReason.LOCAL_LIMIT_EXCEEDED.reason();
        boolean believed = plain || suspicions >= ENOUGH;
        if (believed && others < quirks.get().number(Quirk.ASSOCIATION_LIMIT).orElse(Integer.MAX_VALUE)) {
            quirks.get().learn(Quirk.ASSOCIATION_LIMIT, Integer.toString(others), "refuses more than " + others
                    + (others == 1 ? " association: " : " associations: ") + rejection.getMessage());
        }
    }
}
