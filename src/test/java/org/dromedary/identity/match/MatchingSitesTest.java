package org.dromedary.identity.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.bench.MatchEvaluation;
import org.dromedary.bench.MatchSites;
import org.dromedary.testing.site.SiteGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sites that nobody tuned the rules to: other numbers, names, scripts and errors. */
class MatchingSitesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"usual, 101", "french-luhn, 102", "russian-script, 103"})
    void inventedSitesAreMatchedWithoutAFalseMatch(String profile, long seed) throws IOException {
        Path site = SiteGenerator.generate(profile, 1000, seed).write(folder);
        MatchEvaluation evaluation = MatchEvaluation.of(MatchSites.decisions(site), site.resolve("truth.csv"));
        assertEquals(0, evaluation.falseMatches(), evaluation::report);
        assertTrue(evaluation.automaticPercent() >= 90, evaluation::report);
    }
}
