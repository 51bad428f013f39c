package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.PacsCsv;
import org.dromedary.identity.match.csv.RisCsv;
import org.dromedary.identity.match.csv.Truth;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;

class CorpusMatchingTest {

    @Test
    void noFalseMatchAndNineteenOfTwentyAutomatic() {
        Path folder = Corpus.file("reconcile");
        Truth truth = Truth.read(folder.resolve("truth.csv"));
        MatchSummary summary = Matching.with(MatchRules.load(null)).run(
                PacsCsv.studies(folder.resolve("studies.csv"), CsvForm.PLAIN),
                RisCsv.exams(folder.resolve("exams.csv"), CsvForm.PLAIN),
                RisCsv.patients(folder.resolve("patients.csv"), CsvForm.PLAIN), truth::compare);
        assertThat(truth.falseMatches()).as(truth.text()).isZero();
        assertThat(truth.automatic()).as(truth.text()).isGreaterThanOrEqualTo(0.95);
        assertThat(summary.expectedFalseRate()).isLessThanOrEqualTo(1e-5);
    }
}
