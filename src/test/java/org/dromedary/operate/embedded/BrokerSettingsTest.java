package org.dromedary.operate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.dromedary.pipeline.stage.Queues;
import org.junit.jupiter.api.Test;

/** An external broker is told the same of each queue as the embedded one. */
class BrokerSettingsTest {

    @Test
    void queuesOfTheStagesOfASeriesSendMessagesAhead() throws IOException {
        assertThat(queuesWith("<default-consumer-window-size>32768<")).isEqualTo(EmbeddedBroker.GROUPED);
    }

    @Test
    void pointersAndDeadLettersComeAgainForEver() throws IOException {
        assertThat(queuesWith("<max-delivery-attempts>-1<")).containsAll(EmbeddedBroker.POINTERS)
                .contains(Queues.DEAD_LETTER).hasSize(EmbeddedBroker.POINTERS.size() + 1);
    }

    private static List<String> queuesWith(String setting) throws IOException {
        String settings = Files.readString(Path.of("k8s", "broker.xml"));
        return Pattern.compile("<address-setting match=\"([a-z0-9.-]+)\">(.*?)</address-setting>", Pattern.DOTALL)
                .matcher(settings).results().filter(each -> each.group(2).contains(setting))
                .map(each -> each.group(1)).toList();
    }
}
