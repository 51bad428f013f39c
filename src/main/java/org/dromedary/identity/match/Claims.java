package org.dromedary.identity.match;

import java.util.List;

/**
 * Which studies want which exam. Mostly an exam has one study; one that another study wants is likely not free, and one
 * that nobody else wants is the likelier for it.
 */
final class Claims {

    private static final double SURE = 6;

    private final int[] claims;
    private final boolean[] byNumbers;
    private final int[] results;
    private final int[] additions;
    private long claimed;
    private boolean settled;
    private final Unplaced unplaced;
    private double taken;
    private double free;

    Claims(int exams, Unplaced unplaced) {
        this.unplaced = unplaced;
        this.claims = new int[exams];
        this.byNumbers = new boolean[exams];
        this.results = new int[exams];
        this.additions = new int[exams];
    }

    /** Takes note of a study's best exam. */
    void claim(Exam exam, double odds, boolean byNumber) {
        if (odds > SURE) {
            claims[exam.number]++;
            byNumbers[exam.number] |= byNumber;
            claimed++;
        }
    }

    /** Call when all studies were seen: learns how common it is that an exam has no study, or several. */
    void close(List<Exam> all, Weights weights) {
        long exams = 0;
        long done = 0;
        for (Exam exam : all) {
            exams += claims[exam.number] > 0 ? 1 : 0;
            // one that was cancelled has no study anyhow
            done += claims[exam.number] > 0 || exam.outcome.live() && weights.status(exam) > -1 ? 1 : 0;
        }
        double several = claimed == 0 ? 0.02 : Weights.between((claimed - exams + 1.0) / (claimed + 20), 0.01, 0.3);
        double none = Weights.between((done - exams + 1.0) / (done + 20), 0.03, 0.7);
        taken = Weights.log2(several / (1 - none));
        free = Weights.log2((1 - several) / none);
    }

    /** Takes note of what a study would get: the best exam first, then those added to it. */
    void result(List<Exam> exams) {
        results[exams.get(0).number]++;
        exams.stream().skip(1).forEach(exam -> additions[exam.number]++);
    }

    /** Call when the result of every study was noted. */
    void settle() {
        settled = true;
    }

    /**
     * Whether another study gets one of these too, and one of the two only because exams were planned together; or may
     * be of what is added, though nobody knows.
     */
    boolean shared(List<Exam> exams) {
        return settled && (additions[exams.get(0).number] > 0 || exams.stream().skip(1)
                .anyMatch(exam -> results[exam.number] + additions[exam.number] > 1 || unplaced.mayBeOf(exam)));
    }

    /** Whether a study's best exam would be that of another study as well. */
    boolean wantedByOthers(Exam best) {
        return settled && results[best.number] + additions[best.number] > 1;
    }

    /** How many studies other than this one want it; {@code own}: this one does. */
    int others(Exam exam, boolean own) {
        return claims[exam.number] - (own && claims[exam.number] > 0 ? 1 : 0);
    }

    /** Log2 of how much likelier it becomes that a study belongs to the exam. */
    double bits(Exam exam, boolean own) {
        return others(exam, own) > 0 ? taken : free;
    }

    /** As one study sees them, of which own is the exam that it wants itself; null if none for sure. */
    record View(Claims all, Exam own) {

        int byOthers(Exam exam) {
            return all.others(exam, exam == own);
        }

        /** Whether another study wants it, and has its number. */
        boolean byNumberOfOthers(Exam exam) {
            return exam != own && all.byNumbers[exam.number];
        }
    }

    boolean sure(double odds) {
        return odds > SURE;
    }
}
