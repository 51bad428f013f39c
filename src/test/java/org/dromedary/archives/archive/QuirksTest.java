package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuirksTest {

    private static Quirks quirks(String... entries) {
        return new Quirks("source", QuirkSettings.of("source", Optional.of(List.of(entries))), null);
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(Arrays.stream(Quirk.values()).filter(quirks()::has)).isEmpty();
    }

    @Test
    void whatIsLearntIsNewOnce() {
        Quirks quirks = quirks();

        assertThat(quirks.learn(Quirk.KEY_IGNORED, "00080030", "answered other times")).isTrue();
        assertThat(quirks.learn(Quirk.KEY_IGNORED, "00080030", "again")).isFalse();
        assertThat(quirks.learn(Quirk.KEY_IGNORED, "00080060", "another key")).isTrue();
        assertThat(quirks.values(Quirk.KEY_IGNORED)).containsExactlyInAnyOrder("00080030", "00080060");
    }

    @Test
    void ofANumberTheLastCounts() {
        Quirks quirks = quirks();
        quirks.learn(Quirk.ASSOCIATION_LIMIT, "4", "refused the fifth");
        quirks.learn(Quirk.ASSOCIATION_LIMIT, "1", "refused the second");

        assertThat(quirks.number(Quirk.ASSOCIATION_LIMIT)).hasValue(1);
    }

    @Test
    void propertyStatesAndSwitchesOff() {
        Quirks quirks = quirks("patient-root", "association-limit=2", "cancel-breaks=off", "key-ignored=00080030");

        assertThat(quirks.has(Quirk.PATIENT_ROOT)).isTrue();
        assertThat(quirks.learn(Quirk.ASSOCIATION_LIMIT, "7", "seen")).isFalse();
        assertThat(quirks.number(Quirk.ASSOCIATION_LIMIT)).hasValue(2);
        assertThat(quirks.learn(Quirk.CANCEL_BREAKS, "aborted")).isFalse();
        assertThat(quirks.has(Quirk.CANCEL_BREAKS)).isFalse();
        assertThat(quirks.learn(Quirk.KEY_IGNORED, "00080060", "seen")).isTrue();
        assertThat(quirks.values(Quirk.KEY_IGNORED)).containsExactlyInAnyOrder("00080030", "00080060");
    }

    @Test
    void wrongEntryIsNamedWithWhatIsWanted() {
        assertThatThrownBy(() -> quirks("patient-rot")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("dromedary.source.quirks").hasMessageContaining("patient-root");
        assertThatThrownBy(() -> quirks("association-limit=zero")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("association-limit=NUMBER");
        assertThatThrownBy(() -> quirks("level-refused")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("level-refused=VALUE");
    }
}
