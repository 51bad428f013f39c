package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchRulesTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("matching.yaml"), text);
    }

    @Test
    void ruleOfTheSiteDecidesAndIsNamed() throws IOException {
        String own = "rules:\n  - {name: nobody-is-trusted, when: {accession: same}, decide: review}\n";
        SmallSite site = new SmallSite(120);
        Map<String, Decision> decisions = new HashMap<>();
        Matching.with(MatchRules.load(file(own))).run(site.studies, site.exams, site.patients,
                decision -> decisions.put(decision.studyUid(), decision));
        assertThat(decisions.values()).allSatisfy(decision -> {
            assertThat(decision.kind()).isEqualTo(Kind.REVIEW);
            assertThat(decision.rule()).isEqualTo("nobody-is-trusted");
        });
    }

    @Test
    void prefixThatCanNotBeLearnedIsConfigured() throws IOException {
        String text = MatchRules.load(null).text().replaceFirst("prefixes: \\[]", "prefixes: [\"REGIONALHOSPITAL\"]");
        SmallSite site = new SmallSite(300);
        Person anna = new Person("H0456123", "Morgenstern", "Annegret", "1961-08-05", "F");
        LocalDateTime at = LocalDateTime.of(2017, 5, 9, 10, 15);
        site.exam("X1", "A17555001", anna, at, 0);
        site.study("9.1", anna.withId("REGIONALHOSPITALH0456123"), at, "A17555001", 0);
        Map<String, Decision> decisions = new HashMap<>();
        Matching.with(MatchRules.load(file(text))).run(site.studies, site.exams, site.patients,
                decision -> decisions.put(decision.studyUid(), decision));
        assertThat(decisions.get("9.1").explanation()).startsWith("identifier variant");
    }

    @Test
    void sayWhatIsWrongInTheFile() throws IOException {
        assertWrong("rules:\n  - {name: a, when: {shoe-size: same}, decide: match}", "there is no field shoe-size");
        assertWrong("rules:\n  - {name: a, when: {name: nearly}, decide: match}", "name is never nearly");
        assertWrong("rules:\n  - {name: a, when: {name: same}, decide: maybe}", "match, review, none or score");
        assertWrong("rules: [", "is not YAML");
        assertWrong("thresholds: {false-match-rate: often}\nrules: []", "'false-match-rate' must be a number");
        assertWrong("thresholds: {false-match-rate: 2}\nrules: []", "between 0 and 1");
        assertThatThrownBy(() -> MatchRules.load(folder.resolve("none.yaml")))
                .isInstanceOf(MatchRulesException.class).hasMessageContaining("There is no rule file");
    }

    private void assertWrong(String text, String message) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> MatchRules.load(file)).isInstanceOf(MatchRulesException.class)
                .hasMessageContaining(message).hasMessageContaining("matching.yaml");
    }

    @Test
    void higherRateNeedsLowerOdds() {
        Threshold threshold = new Threshold(2);
        for (int i = 0; i < 1000; i++) {
            threshold.add(4 + i % 20);
        }
        assertThat(threshold.at(1e-2)).isLessThan(threshold.at(1e-4));
        assertThat(threshold.at(1e-4)).isLessThan(threshold.at(1e-6));
    }
}
