package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dromedary.identity.match.Levels.Accession;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Identifier;
import org.dromedary.identity.match.Levels.Name;
import org.dromedary.identity.match.Levels.Sex;

/**
 * How much each kind of agreement counts (Fellegi and Sunter, 1969): log2 of how much more often the right pair agrees
 * so (m, by expectation maximisation over the site's own data) than a pair taken by chance (u, from the value's own
 * frequency, or counted over random pairs).
 */
final class Weights {

    /** How many studies the values assumed before any data are worth. */
    private static final double PRIOR = 12;
    private static final double MAX_PROCEDURE = 7;
    /** As if one study in a thousand had another's issuer. */
    private static final double MAX_ISSUER = 10;
    private static final double SAME_SIDE = 1;
    private static final double OTHER_SIDE = -6;

    final double[] identifier = {.70, .12, .01, .02, .04, .04, .04, .03};
    final double[] name = {.80, .04, .12, .012, .02, 0, .008};
    final double[] birthDate = {.93, .012, .03, .005, 0, .02};
    final double[] sex = {.985, 0, .01};
    final double[] accession = {.65, .12, .03, .03, .12, .02, .02, .01, .005};
    final double[] gap = new double[TimeGap.COUNT];
    /** Shares of random pairs. */
    final double[] identifierByChance = new double[Identifier.values().length];
    final double[] accessionByChance = new double[Accession.values().length];
    final double[] gapByChance = new double[TimeGap.COUNT];
    /** How many other exams of the same patient lie so far from an exam, and how its accession number looks there. */
    final double[] gapOfSamePatient = new double[TimeGap.COUNT];
    final double[] accessionWithoutExam = {.0005, .001, .02, .004, .15, .7, .1, .02, .0005};
    /** Share of studies that have no exam in the RIS. */
    double noExam = 0.05;
    /** The same among those whose patient is in the RIS. */
    double noExamOfPatient = 0.05;
    private final Association issuers = new Association(3);
    private final Association modalities = new Association(3);
    private final Association procedures = new Association(2);
    private final Association bodyParts = new Association(4);
    private final Association states = new Association(10);
    private final Association stations = new Association(25);
    private final Map<Integer, Double> issuerShare = new HashMap<>();
    private final Map<Integer, Double> modalityShare = new HashMap<>();
    private final Map<Integer, Double> statusShare = new HashMap<>();
    private final Map<Long, Double> procedureShare = new HashMap<>();
    /** A body part that the RIS names in the same word means no other. */
    private final Set<Integer> bodyPartsOfRis = new HashSet<>();
    private final Site site;

    Weights(Site site) {
        this.site = site;
        double[] likely = {.003, .01, .02, .02, .05, .25, .25, .12, .06, .03, .01, .03, .01, .01, .01, .01, .005, .003,
            .005, .05};
        System.arraycopy(likely, 0, gap, 0, likely.length);
        double one = 1.0 / Math.max(1, site.exams.size());
        Map<Integer, Double> ofModality = new HashMap<>();
        for (Exam exam : site.exams) {
            int[] issuers = exam.person.issuersOf(id -> false);
            for (int issuer : issuers) {
                issuerShare.merge(issuer, one / issuers.length, Double::sum);
            }
            modalityShare.merge(exam.modality, one, Double::sum);
            statusShare.merge(exam.status, one, Double::sum);
            ofModality.merge(exam.modality, 1.0, Double::sum);
            bodyPartsOfRis.add(exam.bodyPart);
        }
        for (Exam exam : site.exams) {
            procedureShare.merge(key(exam), 1 / ofModality.get(exam.modality), Double::sum);
        }
    }

    private static long key(Exam exam) {
        return (long) exam.modality << 32 | exam.procedure;
    }

    /** Fills in the scores of a candidate. */
    void score(Header header, Candidate c) {
        c.patientScore = identifier(c) + issuer(header, c) + name(c) + birthDate(c) + sex(c);
        if (c.exam == null) {
            c.score = log2(noExam / site.persons.size()) + c.patientScore;
        } else {
            c.score = log2((1 - noExam) / site.exams.size()) + c.patientScore + accession(c) + gap(header, c.gap)
                    + fit(header, c.exam) + status(c.exam);
        }
    }

    double identifier(Candidate c) {
        boolean byValue = c.identifier == Identifier.SAME || c.identifier == Identifier.VARIANT;
        int level = c.identifier.ordinal();
        return log2(identifier[level] / (byValue ? c.identifierChance : identifierByChance[level]));
    }

    /** Whether the RIS knows several issuers of Patient IDs, so that a study's may tell which is meant. */
    boolean severalIssuers() {
        return issuerShare.size() > 1;
    }

    double issuer(Header header, Candidate c) {
        return severalIssuers() && c.issuers.length > 0
                ? between(issuer(header, likeliestIssuer(header, c)), -MAX_ISSUER, MAX_ISSUER) : 0;
    }

    private int likeliestIssuer(Header header, Candidate c) {
        int best = c.issuers[0];
        for (int one : c.issuers) {
            best = issuer(header, one) > issuer(header, best) ? one : best;
        }
        return best;
    }

    private double issuer(Header header, int ris) {
        if (ris == Person.ANYBODY) {
            return 0;
        }
        double share = issuerShare.getOrDefault(ris, 1.0 / site.exams.size());
        double guess = site.words.sameIssuer(header.issuer, ris) ? Math.max(share, 0.7) : share;
        return log2(issuers.likelihood(header.issuer, ris, guess) / share);
    }

    double name(Candidate c) {
        return c.name == Name.MISSING ? 0 : log2(name[c.name.ordinal()] / c.nameChance);
    }

    double birthDate(Candidate c) {
        return c.birthDate == BirthDate.MISSING ? 0 : log2(birthDate[c.birthDate.ordinal()] / c.birthChance);
    }

    double sex(Candidate c) {
        return c.sex == Sex.MISSING ? 0 : log2(sex[c.sex.ordinal()] / 0.5);
    }

    double accession(Candidate c) {
        int level = c.accession.ordinal();
        boolean byValue = level <= Accession.TRUNCATED.ordinal();
        return log2(accession[level] / (byValue ? c.accessionChance : accessionByChance[level]));
    }

    double gap(Header header, int bucket) {
        return log2(stations.likelihood(header.station, bucket, gap[bucket]) / gapByChance[bucket]);
    }

    /** How well what was done agrees: modality, procedure and side. */
    double fit(Header header, Exam exam) {
        return modality(header, exam) + procedure(header, exam) + side(header, exam);
    }

    private static double side(Header header, Exam exam) {
        boolean same = header.side == exam.side && (exam.side == Side.LEFT || exam.side == Side.RIGHT);
        return same ? SAME_SIDE : header.side.opposite(exam.side) ? OTHER_SIDE : 0;
    }

    double modality(Header header, Exam exam) {
        if (header.modalities.length == 0 || exam.modality == Vocabulary.NOTHING) {
            return 0;
        }
        double share = modalityShare.getOrDefault(exam.modality, 1.0);
        double best = 0;
        for (int one : header.modalities) {
            double guess = one == exam.modality ? 0.85 : site.words.sameDevice(one, exam.modality) ? 0.1 : share * 0.1;
            best = Math.max(best, modalities.likelihood(one, exam.modality, guess));
        }
        return Math.max(-MAX_PROCEDURE, log2(best / share));
    }

    double procedure(Header header, Exam exam) {
        if (exam.procedure == Vocabulary.NOTHING) {
            return 0;
        }
        double share = procedureShare.getOrDefault(key(exam), 1.0);
        double guess = share;
        if (header.bodyPart != Vocabulary.NOTHING) {
            boolean same = header.bodyPart == exam.bodyPart;
            double other = bodyPartsOfRis.contains(header.bodyPart) ? 0.1 : 0.5;
            double first = same ? Math.max(share, 0.6) : exam.bodyPart == Vocabulary.NOTHING ? share : share * other;
            guess = bodyParts.likelihoodByOthers(header.bodyPart, exam.procedure, first);
        }
        if (header.description != Vocabulary.NOTHING) {
            double like = 0.9 * site.words.likeness(header.description, exam.procedure);
            guess = procedures.likelihoodByOthers(header.description, exam.procedure,
                    Math.max(guess * (1 - like), like));
        }
        return between(log2(guess / share), -MAX_PROCEDURE, MAX_PROCEDURE);
    }

    double status(Exam exam) {
        if (exam.status == Vocabulary.NOTHING) {
            return 0;
        }
        double share = statusShare.get(exam.status);
        return between(log2(states.likelihood(0, exam.status, share) / share), -MAX_PROCEDURE, 1);
    }

    /**
     * Log2 of the odds that a study is of this exam, and not of one of the same patient that the RIS doesn't know: as
     * a patient's exams come in clusters, one that lies near says less than it would among strangers.
     */
    double againstNoExam(Header header, Candidate c) {
        int level = c.accession.ordinal();
        return log2((1 - noExamOfPatient) / noExamOfPatient) + log2(accession[level] / accessionWithoutExam[level])
                + log2(stations.likelihood(header.station, c.gap, gap[c.gap]) / gapOfSamePatient[c.gap])
                + 0.7 * fit(header, c.exam) + Math.min(0, status(c.exam));
    }

    void clearAssociations() {
        List.of(issuers, modalities, procedures, bodyParts, states, stations).forEach(Association::clear);
    }

    /** Takes note that a candidate is right with the given probability. */
    void associate(Header header, Candidate c, double probability) {
        if (severalIssuers() && c.issuers.length > 0 && likeliestIssuer(header, c) != Person.ANYBODY) {
            issuers.add(header.issuer, likeliestIssuer(header, c), probability);
        }
        for (int one : header.modalities) {
            modalities.add(one, c.exam.modality, probability);
        }
        bodyParts.add(header.bodyPart, c.exam.procedure, probability);
        procedures.add(header.description, c.exam.procedure, probability);
        states.add(0, c.exam.status, probability);
        if (header.station != Vocabulary.NOTHING) {
            stations.add(header.station, c.gap, probability);
        }
    }

    /** Takes expected counts for the new m, with what was assumed as if it had been seen {@value #PRIOR} times. */
    static void learn(double[] m, double[] assumed, double[] counts, int missing) {
        double all = 0;
        double assumedAll = 0;
        for (int i = 0; i < m.length; i++) {
            all += i == missing ? 0 : counts[i];
            assumedAll += i == missing ? 0 : assumed[i];
        }
        for (int i = 0; i < m.length; i++) {
            m[i] = i == missing ? 0 : (counts[i] + PRIOR * assumed[i] / assumedAll) / (all + PRIOR);
        }
    }

    /** For people: m of each level that was learned. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("identifier", Identifier.values(), identifier));
        lines.add(line("name", Name.values(), name));
        lines.add(line("birth date", BirthDate.values(), birthDate));
        lines.add(line("sex", Sex.values(), sex));
        lines.add(line("accession", Accession.values(), accession));
        lines.add(String.format(Locale.ROOT, "studies without an exam: %.1f %%, of known patients %.1f %%",
                100 * noExam, 100 * noExamOfPatient));
        return lines;
    }

    private static String line(String field, Enum<?>[] levels, double[] m) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-12s", field));
        for (Enum<?> level : levels) {
            line.append(String.format(Locale.ROOT, " %s %.2f %%", Levels.word(level), 100 * m[level.ordinal()]));
        }
        return line.toString();
    }

    static double between(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
