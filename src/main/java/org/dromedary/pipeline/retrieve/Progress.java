package org.dromedary.pipeline.retrieve;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.dromedary.dicom.dimse.SubOperations;

/** Watches the pending responses of a retrieve (PS3.4 §C.4.2.1.5): some archives send them for ever. */
final class Progress implements Consumer<SubOperations> {

    /** Nothing has moved for too long. */
    static final class StalledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StalledException() {
            super("nothing moves", null, false, false);
        }
    }

    private final Duration limit;
    private final IntSupplier arrived;
    private SubOperations counts;
    private int objects;
    private final LongSupplier heldNanos;
    private long sinceNanos;

    /** @param heldNanos for how long the pace has held objects back, which is not the source's fault */
    Progress(Duration limit, IntSupplier arrived, LongSupplier heldNanos) {
        this.limit = limit;
        this.arrived = arrived;
        this.heldNanos = heldNanos;
        this.sinceNanos = nanos();
    }

    private long nanos() {
        return System.nanoTime() - heldNanos.getAsLong();
    }

    /** @throws StalledException when counts and arrivals have been the same for longer than the limit */
    @Override
    public void accept(SubOperations told) {
        int now = arrived.getAsInt();
        if (!told.equals(counts) || now != objects) {
            counts = told;
            objects = now;
            sinceNanos = nanos();
        } else if (nanos() - sinceNanos > limit.toNanos()) {
            throw new StalledException();
        }
    }
}
