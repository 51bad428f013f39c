package org.dromedary.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dromedary.bench.MatchEvaluation.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchEvaluationTest {
    private static final String ALL = """
            right,match,P1,A1,E1,9,1,r,
            patient,match,P9,A1,E1,9,1,r,
            exam,match,P1,A2,E2,9,1,r,
            accession,match,P1,A2,E1,9,1,r,
            both,match,P1,A2\\A1,E2\\E1,9,1,r,
            one,match,P1,A1,E1,9,1,r,
            more,match,P1,A1\\A2,E1\\E2,9,1,r,
            left,review,P1,A1,E1,9,1,r,
            absent,match,P1,A1,E1,9,1,r,
            absent-left,none,,,,0,0,r,
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void truth() throws IOException {
        Files.writeString(folder.resolve("truth.csv"), """
                study_uid,match,correct_patient_id,correct_accession,exam_id,error_types,difficulty
                right,matched,P1,A1,E1,clean,easy
                patient,matched,P1,A1,E1,clean,easy
                exam,matched,P1,A1,E1,clean,easy
                accession,matched,P1,A1,E1,clean,easy
                both,matched,P1,A1\\A2,E1\\E2,combined_exams,easy
                one,matched,P1,A1\\A2,E1\\E2,combined_exams,easy
                more,matched,P1,A1,E1,clean,easy
                left,matched,P1,A1,E1,clean,easy
                absent,patient_only,P1,,,no_ris_exam,easy
                absent-left,unknown_patient,,,,foreign_patient_cd,easy
                """);
    }

    private MatchEvaluation judged(String rows) throws IOException {
        Path decisions = Files.writeString(folder.resolve("decisions.csv"),
                "study_uid,decision,patient_id,accession,exam_id,score,second_score,rule,explanation\n" + rows);
        return MatchEvaluation.of(decisions, folder.resolve("truth.csv"));
    }

    @Test
    void eachDecisionIsJudgedByPatientExamsAndAccessionNumbers() throws IOException {
        MatchEvaluation evaluation = judged(ALL);
        assertEquals(2, evaluation.of(Verdict.RIGHT));
        assertEquals(1, evaluation.of(Verdict.FALSE_PATIENT));
        assertEquals(3, evaluation.of(Verdict.FALSE_EXAM));
        assertEquals(1, evaluation.of(Verdict.INCOMPLETE));
        assertEquals(1, evaluation.of(Verdict.WITHOUT_EXAM));
        assertEquals(1, evaluation.of(Verdict.LEFT));
        assertEquals(1, evaluation.of(Verdict.RIGHTLY_LEFT));
        assertEquals(6, evaluation.falseMatches());
        assertEquals(25.0, evaluation.automaticPercent());
    }

    @Test
    void whatNobodyCouldTellIsCountedApart() throws IOException {
        String truth = Files.readString(folder.resolve("truth.csv"));
        Files.writeString(folder.resolve("truth.csv"), truth.replace("patient,matched,P1,A1,E1,clean",
                "patient,matched,P1,A1,E1,whole_entry_alike").replace("left,matched,P1,A1,E1,clean",
                        "left,matched,P1,A1,E1,identical_orders"));
        MatchEvaluation evaluation = judged(ALL);
        assertEquals(0, evaluation.of(Verdict.FALSE_PATIENT));
        assertEquals(1, evaluation.of(Verdict.NOT_TO_BE_TOLD));
        assertEquals(5, evaluation.falseMatches());
        assertEquals(25.0, evaluation.automaticPercent());
        assertEquals(100.0 * 2 / 7, evaluation.automaticOfTheRestPercent());
    }

    @Test
    void everyStudyMustBeDecidedOnce() {
        assertThrows(IllegalArgumentException.class, () -> judged(ALL.replaceFirst("left,.*\n", "")));
        assertThrows(IllegalArgumentException.class, () -> judged(ALL + "left,none,,,,0,0,r,\n"));
        assertThrows(IllegalArgumentException.class, () -> judged(ALL + "unheard-of,none,,,,0,0,r,\n"));
    }
}
