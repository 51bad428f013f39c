package org.dromedary.identity.match;

import java.util.List;

/**
 * What matching says of one study.
 *
 * @param studyUid    Study Instance UID
 * @param kind        whether it may be applied without a person
 * @param patientId   the surviving Patient ID, empty if none is found
 * @param issuer      its issuer, empty if the RIS names none
 * @param exams       the exam ids, best first; more than one if the study covers several; empty without one
 * @param accessions  their accession numbers, in the same order
 * @param score       of the best candidate: the logarithm (base 2) of the odds that it is right
 * @param secondScore of the best that contradicts it: another exam or patient, or that the RIS doesn't know the exam;
 *                    {@link Double#NEGATIVE_INFINITY} if there is no candidate
 * @param rule        name of the rule that decided, or {@code score}
 * @param explanation field by field what agreed and what did not; names fields and kinds of agreement
 * @param candidates  what a person should look at, best first, the proposed one included; a few at most
 */
public record Decision(String studyUid, Kind kind, String patientId, String issuer, List<String> exams,
        List<String> accessions, double score, double secondScore, String rule, String explanation,
        List<Candidate> candidates) {

    /** MATCH is applied, REVIEW waits for a person, NONE has nothing worth looking at. */
    public enum Kind {
        MATCH, REVIEW, NONE
    }

    /** An exam that the study could belong to, and the odds as in {@link Decision#score}. */
    public record Candidate(String examId, double score) {
    }
}
