package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who goes on after merges of patients (HL7 ADT^A40): follows each chain to its end. A chain that comes back to where
 * it began has no end: its members stand for themselves.
 *
 * @param <K> what names a patient
 */
public final class Survivors<K> {

    private final Map<K, K> mergedInto = new HashMap<>();
    private final Map<K, K> found = new HashMap<>();
    private final Set<K> inCycles = new HashSet<>();

    /** States that {@code from} went on as {@code into}; a later statement on the same patient wins. */
    public void merge(K from, K into) {
        mergedInto.put(from, into);
        found.clear();
        inCycles.clear();
    }

    /** The one at the end of the chain; the same patient if there was no merge, or if the chain is a circle. */
    public K of(K patient) {
        K known = found.get(patient);
        if (known != null) {
            return known;
        }
        List<K> chain = new ArrayList<>();
        Set<K> seen = new HashSet<>();
        K end = patient;
        while (mergedInto.containsKey(end) && !found.containsKey(end) && seen.add(end)) {
            chain.add(end);
            end = mergedInto.get(end);
        }
        if (seen.contains(end)) {
            chain.forEach(member -> found.put(member, member));
            inCycles.addAll(chain);
            return patient;
        }
        K survivor = found.getOrDefault(end, end);
        boolean circle = inCycles.contains(end);
        for (K member : chain) {
            found.put(member, circle ? member : survivor);
            if (circle) {
                inCycles.add(member);
            }
        }
        return found.getOrDefault(patient, patient);
    }

    /** Patients whose chain never ends. */
    public Set<K> inCycles() {
        List.copyOf(mergedInto.keySet()).forEach(this::of);
        return Set.copyOf(inCycles);
    }
}
