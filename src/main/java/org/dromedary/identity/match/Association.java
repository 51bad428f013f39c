package org.dromedary.identity.match;

import java.util.HashMap;
import java.util.Map;

/**
 * Which words of the PACS go with which of the RIS, learned from studies whose exam is sure: descriptions in another
 * language or modalities by another name agree once the data have shown that they belong together.
 */
final class Association {

    /** How many observations the guess made without any is worth. */
    private final double trust;
    private final Map<Long, double[]> together = new HashMap<>();
    private final Map<Integer, double[]> alone = new HashMap<>();

    Association(double trust) {
        this.trust = trust;
    }

    void add(int pacs, int ris, double weight) {
        together.computeIfAbsent(pair(pacs, ris), key -> new double[1])[0] += weight;
        alone.computeIfAbsent(pacs, key -> new double[1])[0] += weight;
    }

    void clear() {
        together.clear();
        alone.clear();
    }

    /** How likely the right exam has the word of the RIS, given that of the PACS and a guess made without data. */
    double likelihood(int pacs, int ris, double guess) {
        return (of(together.get(pair(pacs, ris))) + trust * guess) / (of(alone.get(pacs)) + trust);
    }

    /** The same by what others have shown: a study that was learned from must not confirm itself. */
    double likelihoodByOthers(int pacs, int ris, double guess) {
        return (Math.max(0, of(together.get(pair(pacs, ris))) - 1) + trust * guess) / (of(alone.get(pacs)) + trust);
    }

    private static double of(double[] sum) {
        return sum == null ? 0 : sum[0];
    }

    private static long pair(int pacs, int ris) {
        return (long) pacs << 32 | ris;
    }
}
