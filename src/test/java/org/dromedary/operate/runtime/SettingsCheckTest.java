package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.operate.settings.SettingValues;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.operate.settings.UnknownSettings;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {

    private static List<String> problems(Map<String, String> settings, Runnable... more) {
        StartUpException wrong = catchThrowableOfType(StartUpException.class,
                () -> AllSettings.check(Settings.load(settings), more));
        return wrong == null ? List.of() : wrong.getMessage().lines().toList();
    }

    private static String problem(String property, String value) {
        List<String> problems = problems(Map.of(property, value));
        assertThat(problems).as(property + "=" + value).hasSize(1);
        return problems.get(0);
    }

    @Test
    void defaultsAreRight() {
        assertThatCode(() -> AllSettings.check(Settings.load(Map.of()))).doesNotThrowAnyException();
    }

    @Test
    void valueThatCanNotBeReadIsNamedWithItsPropertyAndWhatIsWanted() {
        assertThat(problem("dromedary.retrieve.consumers", "three"))
                .isEqualTo("dromedary.retrieve.consumers is 'three': give a whole number; the default is 2");
        assertThat(problem("dromedary.retry.delay", "6 hours"))
                .contains("dromedary.retry.delay is '6 hours'", "30s", "default is 6h");
        assertThat(problem("dromedary.verify.method", "ask"))
                .contains("dromedary.verify.method is 'ask'", "FIND, STORE_STATUS");
        assertThat(problem("dromedary.inventory.from", "01.02.2008"))
                .contains("dromedary.inventory.from is '01.02.2008'", "2026-01-31");
        assertThat(problem("dromedary.redelivery.multiplier", "2,5")).contains("'2,5'", "0.5");
        assertThat(problem("dromedary.spool.high-watermark", "much")).contains("'much'", "200 GB");
    }

    @Test
    void misspeltTrueIsNotTakenForFalse() {
        assertThat(problem("dromedary.transcode.validate", "ture"))
                .contains("dromedary.transcode.validate is 'ture'", "true or false");
        assertThat(problems(Map.of("dromedary.transcode.validate", "off"))).isEmpty();
    }

    @Test
    void emptyValueIsNamed() {
        assertThat(problem("dromedary.retrieve.consumers", " ")).contains("dromedary.retrieve.consumers is empty");
    }

    @Test
    void referenceToWhatIsNotThereIsNamed() {
        assertThat(problem("dromedary.retrieve.consumers", "${no.such.setting}"))
                .contains("dromedary.retrieve.consumers", "refers to another setting");
    }

    @Test
    void secretsAreNotShown() {
        for (String name : List.of("dromedary.database.password", "dromedary.http.token",
                "dromedary.incident.webhook", "dromedary.database.url")) {
            assertThat(SettingValues.isSecret(name)).as(name).isTrue();
        }
        assertThat(problems(Map.of("dromedary.database.passwort", "s3cret")).toString()).doesNotContain("s3cret");
    }

    @Test
    void everythingWrongIsToldAtOnceEachInALine() {
        List<String> problems = problems(Map.of("dromedary.retreive.consumers", "3", "dromedary.store.consumers", "x",
                "dromedary.verify.method", "ask"), () -> {
                    throw new SettingsException("dromedary.source.aet is not set");
                });
        assertThat(problems).hasSize(4).anyMatch(line -> line.startsWith("dromedary.store.consumers is 'x'"))
                .anyMatch(line -> line.startsWith("dromedary.verify.method is 'ask'"))
                .contains("There is no setting dromedary.retreive.consumers: did you mean dromedary.retrieve.consumers?",
                        "dromedary.source.aet is not set");
    }

    @Test
    void settingThatResemblesNoneIsSentToTheDocumentation() {
        assertThat(problem("dromedary.nothing.of-the-kind", "1")).contains("docs/configuration.md");
    }

    @Test
    void distanceCountsWrongLetters() {
        List<Integer> distances = new ArrayList<>();
        distances.add(UnknownSettings.distance("retreive", "retrieve"));
        distances.add(UnknownSettings.distance("", "abc"));
        distances.add(UnknownSettings.distance("same", "same"));
        assertThat(distances).containsExactly(2, 3, 0);
    }
}
