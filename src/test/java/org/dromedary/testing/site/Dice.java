package org.dromedary.testing.site;

import java.util.List;
import java.util.Random;

/** Chance that repeats: the same seed gives the same throws on every machine. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    boolean hits(double probability) {
        return random.nextDouble() < probability;
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From first to last, both included. */
    int between(int first, int last) {
        return first + random.nextInt(last - first + 1);
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** An element of which the first are the commonest, as names are. */
    <T> T commonly(List<T> list) {
        double at = random.nextDouble();
        return list.get((int) (list.size() * at * Math.sqrt(at)));
    }

    String digits(int count) {
        return text("0123456789", count);
    }

    String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(below(alphabet.length())));
        }
        return text.toString();
    }
}
