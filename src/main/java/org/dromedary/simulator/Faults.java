package org.dromedary.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The faults of a running {@link ArchiveSimulator}; may be changed at any time from any thread.
 *
 * <p>At most one fault of each class is set. A fault counts one <i>time</i> for each association
 * ({@link AssociationFault}), C-FIND ({@link QueryFault}), C-MOVE or C-GET ({@link RetrieveFault}), object received
 * ({@link StoreFault}) or commitment request ({@link CommitmentFault}) that it applies to.
 */
public final class Faults {

    private static final int ALWAYS = Integer.MAX_VALUE;

    private record Active(Fault fault, int skipped, int left) {
    }

    private final Map<Class<? extends Fault>, Active> active = new ConcurrentHashMap<>();
    private final Map<Class<? extends Fault>, Integer> fired = new ConcurrentHashMap<>();

    /** Sets a fault until it is removed. */
    public Faults set(Fault fault) {
        return next(ALWAYS, fault);
    }

    /** Sets a fault for the next {@code times} times; afterwards all is well again. */
    public Faults next(int times, Fault fault) {
        return after(0, times, fault);
    }

    /** Sets a fault that applies {@code times} times once {@code skipped} times have gone well. */
    public Faults after(int skipped, int times, Fault fault) {
        if (times > 0) {
            active.put(fault.getClass(), new Active(fault, skipped, times));
        } else {
            active.remove(fault.getClass());
        }
        return this;
    }

    /** Ends a fault. */
    public Faults remove(Class<? extends Fault> fault) {
        active.remove(fault);
        return this;
    }

    /** Ends all faults; the counters of {@link #fired} stay. */
    public Faults clear() {
        active.clear();
        return this;
    }

    /** How often a fault of this class has applied since the simulator was made. */
    public int fired(Class<? extends Fault> fault) {
        return fired.getOrDefault(fault, 0);
    }

    /** The fault if it is set, without counting. */
    <F extends Fault> Optional<F> peek(Class<F> fault) {
        return Optional.ofNullable(active.get(fault)).map(set -> fault.cast(set.fault()));
    }

    /** The fault if it is set, counted as having applied once. */
    <F extends Fault> Optional<F> take(Class<F> fault) {
        Object[] taken = new Object[1];
        active.computeIfPresent(fault, (key, set) -> {
            if (set.skipped() > 0) {
                return new Active(set.fault(), set.skipped() - 1, set.left());
            }
            taken[0] = set.fault();
            fired.merge(fault, 1, Integer::sum);
            if (set.left() == ALWAYS) {
                return set;
            }
            return set.left() > 1 ? new Active(set.fault(), 0, set.left() - 1) : null;
        });
        return Optional.ofNullable(taken[0]).map(fault::cast);
    }
}
