package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Name;
import org.dromedary.identity.match.Levels.Sex;

/** Learns {@link Weights} from a sample of studies by expectation maximisation; nobody labels anything. */
final class Learning {

    static final int SAMPLE = 20_000;
    private static final int ROUNDS = 6;
    private static final int RANDOM_PAIRS = 200_000;

    private final Site site;
    private final Comparison comparison;
    private final Weights weights;
    private final Weights assumed;
    private final List<Header> headers = new ArrayList<>();
    private final List<List<Candidate>> candidates = new ArrayList<>();
    private final SamePatient samePatient;

    Learning(Site site, Comparison comparison) {
        this.site = site;
        this.comparison = comparison;
        this.weights = new Weights(site);
        this.assumed = new Weights(site);
        this.samePatient = new SamePatient(site);
    }

    /** Takes every so-manieth study, so that the sample is of all years. */
    Weights from(Iterable<PacsStudy> studies) {
        List<PacsStudy> sample = new ArrayList<>();
        int step = 1;
        long seen = 0;
        for (PacsStudy study : studies) {
            if (seen++ % step != 0) {
                continue;
            }
            sample.add(study);
            if (sample.size() == 2 * SAMPLE) {
                List<PacsStudy> half = new ArrayList<>(SAMPLE);
                for (int i = 0; i < sample.size(); i += 2) {
                    half.add(sample.get(i));
                }
                sample = half;
                step *= 2;
            }
        }
        for (PacsStudy study : sample) {
            Header header = new Header(study, site);
            if (!header.testObject) {
                headers.add(header);
                candidates.add(comparison.candidates(header));
            }
        }
        countByChance();
        samePatient.into(weights, List.of());
        for (int round = 0; round < ROUNDS && !headers.isEmpty(); round++) {
            learn();
        }
        return weights;
    }

    /** u: what pairs look like that chance brought together. */
    private void countByChance() {
        Random random = new Random(1);
        double[] identifier = weights.identifierByChance;
        double[] accession = weights.accessionByChance;
        double[] gap = weights.gapByChance;
        int pairs = headers.isEmpty() || site.exams.isEmpty() ? 0 : RANDOM_PAIRS;
        for (int i = 0; i < pairs; i++) {
            Header header = headers.get(random.nextInt(headers.size()));
            Exam exam = site.exams.get(random.nextInt(site.exams.size()));
            Candidate pair = comparison.compareIdentifierAndExam(header, exam);
            identifier[pair.identifier.ordinal()]++;
            accession[pair.accession.ordinal()]++;
            gap[pair.gap]++;
        }
        shares(identifier, pairs);
        shares(accession, pairs);
        shares(gap, pairs);
    }

    private static void shares(double[] counts, int all) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (counts[i] + 0.5) / (all + 0.5 * counts.length);
        }
    }

    private void learn() {
        List<double[]> all = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            all.add(probabilities(headers.get(i), candidates.get(i)));
        }
        weights.clearAssociations();
        Expected expected = new Expected();
        for (int i = 0; i < headers.size(); i++) {
            for (int k = 0; k < all.get(i).length; k++) {
                expected.add(headers.get(i), candidates.get(i).get(k), all.get(i)[k]);
            }
        }
        expected.into();
    }

    /** What was expected in a round: each candidate counts as far as it is likely. */
    private final class Expected {

        private final double[] identifier = new double[weights.identifier.length];
        private final double[] name = new double[weights.name.length];
        private final double[] birthDate = new double[weights.birthDate.length];
        private final double[] sex = new double[weights.sex.length];
        private final double[] accession = new double[weights.accession.length];
        private final double[] gap = new double[weights.gap.length];
        private final List<Integer> delays = new ArrayList<>();
        private double matched;
        private double patientsOnly;

        void add(Header header, Candidate c, double p) {
            if (c.exam == null) {
                patientsOnly += p;
                return;
            }
            matched += p;
            identifier[c.identifier.ordinal()] += p;
            name[c.name.ordinal()] += p;
            birthDate[c.birthDate.ordinal()] += p;
            sex[c.sex.ordinal()] += p;
            accession[c.accession.ordinal()] += p;
            gap[c.gap] += p;
            if (p > 0.5) {
                weights.associate(header, c, p);
                TimeGap.minutes(c.exam, header).ifPresent(delays::add);
            }
        }

        void into() {
            Weights.learn(weights.identifier, assumed.identifier, identifier, -1);
            Weights.learn(weights.name, assumed.name, name, Name.MISSING.ordinal());
            Weights.learn(weights.birthDate, assumed.birthDate, birthDate, BirthDate.MISSING.ordinal());
            Weights.learn(weights.sex, assumed.sex, sex, Sex.MISSING.ordinal());
            Weights.learn(weights.accession, assumed.accession, accession, -1);
            Weights.learn(weights.gap, assumed.gap, gap, -1);
            weights.noExam = Weights.between((headers.size() - matched + 1) / (headers.size() + 20.0), 0.005, 0.5);
            weights.noExamOfPatient =
                    Weights.between((patientsOnly + 1) / (matched + patientsOnly + 20), 0.005, 0.5);
            samePatient.into(weights, delays);
        }
    }

    private double[] probabilities(Header header, List<Candidate> list) {
        double[] p = new double[list.size()];
        double sum = weights.noExam;
        for (int k = 0; k < p.length; k++) {
            weights.score(header, list.get(k));
            p[k] = Math.pow(2, Math.min(200, list.get(k).score));
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }
}
