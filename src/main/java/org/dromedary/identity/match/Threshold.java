package org.dromedary.identity.match;

/** From how many odds on studies may match so that no more than the wanted share of them is expected to be false. */
final class Threshold {

    private static final int PER_BIT = 4;
    private static final int BINS = 60 * PER_BIT;

    private final long[] bins = new long[BINS + 1];
    private final double least;

    /** @param least log2 of the odds; never go below */
    Threshold(double least) {
        this.least = least;
    }

    void add(double odds) {
        if (odds >= 0) {
            bins[(int) Math.min(BINS, odds * PER_BIT)]++;
        }
    }

    /** Log2 of the odds. */
    double at(double falseMatchRate) {
        double expected = 0;
        long accepted = 0;
        double lowest = BINS / (double) PER_BIT;
        for (int bin = BINS; bin >= 0; bin--) {
            double odds = bin / (double) PER_BIT;
            expected += bins[bin] * falsehood(odds);
            accepted += bins[bin];
            if (odds < least || expected > falseMatchRate * Math.max(1, accepted)) {
                break;
            }
            lowest = odds;
        }
        return Math.max(least, lowest);
    }

    /** The probability that a match with these odds is false. */
    static double falsehood(double odds) {
        return 1 / (1 + Math.pow(2, odds));
    }
}
