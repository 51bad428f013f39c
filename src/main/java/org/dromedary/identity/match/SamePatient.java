package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dromedary.identity.match.Levels.Accession;

/**
 * What a study without an exam in the RIS would find there: other exams of its patient. As a patient's exams come in
 * clusters and their numbers often resemble one another, that is counted over pairs of exams of one patient.
 */
final class SamePatient {

    private static final int PAIRS_OF_A_PATIENT = 400;
    private static final int MAX_PAIRS = 4000;
    private static final int MAX_DELAYS = 100;
    private static final int NEAR = 2 * 1440;
    /** Few pairs stand for many that differ a little. */
    private static final double[] SPREAD = {0.5, 0.75, 1, 1.25, 1.5};

    private final double[] farther = new double[TimeGap.COUNT];
    private final List<Integer> between = new ArrayList<>();
    private final double typo;
    private final double beginning;
    private final int exams;
    private long near;

    SamePatient(Site site) {
        long alike = 0;
        long begun = 0;
        this.exams = site.exams.size();
        for (Person person : site.persons) {
            int pairs = 0;
            for (Exam one : person.exams) {
                for (Exam other : person.exams) {
                    if (one == other || !other.outcome.live() || Orders.plannedTogether(one, other)
                            || pairs++ > PAIRS_OF_A_PATIENT) {
                        continue;
                    }
                    if (count(one, other)) {
                        alike += Edits.within(one.plainAccession, other.plainAccession, 1) ? 1 : 0;
                        begun += beginAlike(one.plainAccession, other.plainAccession) ? 1 : 0;
                    }
                }
            }
        }
        this.typo = Math.max(0.002, (alike + 1) / (near + 20.0));
        this.beginning = Math.max(0.002, (begun + 1) / (near + 20.0));
    }

    private boolean count(Exam one, Exam other) {
        boolean times = one.day != Dates.NONE && other.day != Dates.NONE && one.minute != Dates.NONE
                && other.minute != Dates.NONE;
        long minutes = times ? (one.day - (long) other.day) * 1440 + one.minute - other.minute : 0;
        if (!times || Math.abs(minutes) > NEAR) {
            farther[TimeGap.bucket(other.day, other.minute, one.day, one.minute)]++;
            return false;
        }
        near++;
        if (between.size() < MAX_PAIRS) {
            between.add((int) minutes);
        }
        return true;
    }

    private static boolean beginAlike(String one, String other) {
        int kept = one.length() - 3;
        return kept > 0 && other.regionMatches(0, one, 0, kept);
    }

    /** @param delays minutes from exams to their studies, as far as they are known */
    void into(Weights weights, List<Integer> delays) {
        double[] gap = Arrays.copyOf(farther, farther.length);
        int[] some = delays.isEmpty() ? new int[] {-20, 0, 20, 40}
                : delays.stream().mapToInt(Integer::intValue).toArray();
        int step = Math.max(1, some.length / MAX_DELAYS);
        int used = (some.length + step - 1) / step;
        double each = between.isEmpty() ? 0 : near / ((double) between.size() * used * SPREAD.length);
        for (int minutes : between) {
            for (double factor : SPREAD) {
                for (int i = 0; i < some.length; i += step) {
                    int at = (int) Math.round(minutes * factor) + some[i] + 720;
                    gap[TimeGap.bucket(0, 720, Math.floorDiv(at, 1440), Math.floorMod(at, 1440))] += each;
                }
            }
        }
        for (int i = 0; i < gap.length; i++) {
            weights.gapOfSamePatient[i] = (gap[i] + 1) / (exams + gap.length);
        }
        // Numbers are lost or taken from elsewhere as often where there is no exam; that they fit one then is chance.
        double[] without = weights.accessionWithoutExam;
        double[] with = weights.accession;
        without[Accession.MISSING.ordinal()] = with[Accession.MISSING.ordinal()];
        without[Accession.OTHER.ordinal()] = Math.max(0.01, with[Accession.OTHER.ordinal()]);
        without[Accession.TYPO.ordinal()] = typo;
        without[Accession.TRUNCATED.ordinal()] = with[Accession.TRUNCATED.ordinal()] * beginning + 1e-4;
    }
}
