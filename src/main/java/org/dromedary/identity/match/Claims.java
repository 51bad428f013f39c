package org.dromedary.identity.match;

import java.util.Arrays;
import java.util.List;

/**
 * Which studies want which exam. Mostly an exam has one study; one that another study wants is likely not free, and one
 * that nobody else wants is the likelier for it.
 */
final class Claims {

    private static final double SURE = 6;

    private final int[] claims;
    private final float[] strongest;
    private long studies;
    private long claimed;
    private double taken;
    private double free;

    Claims(int exams) {
        this.claims = new int[exams];
        this.strongest = new float[exams];
        Arrays.fill(strongest, Float.NEGATIVE_INFINITY);
    }

    /** Takes note of a study's best exam. */
    void claim(Exam exam, double odds) {
        studies++;
        if (odds > SURE) {
            claims[exam.number]++;
            strongest[exam.number] = Math.max(strongest[exam.number], (float) odds);
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
            done += claims[exam.number] > 0 || weights.status(exam) > -1 ? 1 : 0;
        }
        double several = claimed == 0 ? 0.02 : Weights.between((claimed - exams + 1.0) / (claimed + 20), 0.01, 0.3);
        double none = Weights.between((done - exams + 1.0) / (done + 20), 0.03, 0.7);
        taken = Weights.log2(several / (1 - none));
        free = Weights.log2((1 - several) / none);
    }

    /** How many studies other than this one want it; {@code own}: this one does. */
    int others(Exam exam, boolean own) {
        return claims[exam.number] - (own && claims[exam.number] > 0 ? 1 : 0);
    }

    /** Log2 of how much likelier it becomes that a study belongs to the exam. */
    double bits(Exam exam, boolean own) {
        return others(exam, own) > 0 ? taken : free;
    }

    boolean sure(double odds) {
        return odds > SURE;
    }
}
