package org.dromedary.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The faults of a running {@link ArchiveSimulator}; may be changed at any time from any thread.
 *
 * <p>At most one fault of each class is set, or one for each {@link Fault#scope}, such as a level. A fault counts one
 * <i>time</i> for each association ({@link AssociationFault}), C-FIND ({@link QueryFault}), C-MOVE or C-GET
 * ({@link RetrieveFault}), object received ({@link StoreFault}) or commitment request ({@link CommitmentFault}) that it
 * applies to.
 */
public final class Faults {

    private static final int ALWAYS = Integer.MAX_VALUE;

    private record Active(Fault fault, int skipped, int left) {
    }

    private record Slot(Class<? extends Fault> fault, Object scope) {

        static Slot of(Fault fault) {
            return new Slot(fault.getClass(), fault.scope());
        }
    }

    private final Map<Slot, Active> active = new ConcurrentHashMap<>();
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
            active.put(Slot.of(fault), new Active(fault, skipped, times));
        } else {
            active.remove(Slot.of(fault));
        }
        return this;
    }

    /** Ends a fault, whatever it is set for. */
    public Faults remove(Class<? extends Fault> fault) {
        active.keySet().removeIf(slot -> slot.fault() == fault);
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
        return active.values().stream().map(Active::fault).filter(fault::isInstance).map(fault::cast).findFirst();
    }

    /** The fault if it is set, counted as having applied once. */
    <F extends Fault> Optional<F> take(Class<F> fault) {
        return take(fault, any -> true);
    }

    /** A fault of the class that applies to what is at hand, counted as having applied once; no other is counted. */
    <F extends Fault> Optional<F> take(Class<F> fault, Predicate<F> applies) {
        for (Slot slot : List.copyOf(active.keySet())) {
            Optional<F> taken = slot.fault() == fault ? take(slot, fault, applies) : Optional.empty();
            if (taken.isPresent()) {
                return taken;
            }
        }
        return Optional.empty();
    }

    /** All faults of the class that apply to what is at hand, each counted. */
    <F extends Fault> List<F> takeAll(Class<F> fault, Predicate<F> applies) {
        List<F> all = new ArrayList<>();
        for (Slot slot : List.copyOf(active.keySet())) {
            if (slot.fault() == fault) {
                take(slot, fault, applies).ifPresent(all::add);
            }
        }
        return all;
    }

    private <F extends Fault> Optional<F> take(Slot slot, Class<F> fault, Predicate<F> applies) {
        Object[] taken = new Object[1];
        active.computeIfPresent(slot, (key, set) -> {
            if (!applies.test(fault.cast(set.fault()))) {
                return set;
            }
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
