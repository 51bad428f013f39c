package org.dromedary.coordination.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelTest {

    private static final Map<String, String> MAIL = Map.of("mail-to", "pacs@example.org,it@example.org",
            "mail-server", "mail.example.org", "mail-from", "dromedary@example.org");

    private static IncidentSettings settings(Map<String, String> values) {
        Map<String, String> properties = new HashMap<>();
        values.forEach((name, value) -> properties.put("dromedary.incident." + name, value));
        return Settings.load(properties).map(IncidentSettings.class);
    }

    @Test
    void nothingIsSetUpUnlessAsked() {
        assertThat(Channel.of(settings(Map.of()))).isEmpty();
    }

    @Test
    void webhookAndMailAreIndependent() {
        assertThat(Channel.of(settings(Map.of("webhook", "https://chat.example.org/hook"))))
                .containsExactly(Channel.WEBHOOK);
        assertThat(Channel.of(settings(MAIL))).containsExactly(Channel.MAIL);
    }

    @ParameterizedTest
    @CsvSource({"webhook, chat.example.org/secret", "webhook, ftp://chat.example.org/secret", "webhook, http:///secret",
        "mail-to, secret", "mail-from, me and you@x", "mail-server, mail.example.org:25", "mail-port, 70000",
        "mail-username, lonely"})
    void wrongValueIsNamedByItsProperty(String name, String value) {
        Map<String, String> values = new HashMap<>(MAIL);
        values.put(name, value);
        assertThatThrownBy(() -> Channel.of(settings(values))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dromedary.incident." + name);
    }

    @ParameterizedTest
    @CsvSource({"mail-server", "mail-from"})
    void mailNeedsServerAndSender(String missing) {
        Map<String, String> values = new HashMap<>(MAIL);
        values.remove(missing);
        assertThatThrownBy(() -> Channel.of(settings(values)))
                .hasMessageContaining("dromedary.incident." + missing + " is not set");
    }

    @Test
    void addressOfTheWebhookIsNotRepeatedForItMayBeASecret() {
        assertThatThrownBy(() -> Channel.of(settings(Map.of("webhook", "no-scheme/secret"))))
                .hasMessageNotContaining("secret");
    }
}
