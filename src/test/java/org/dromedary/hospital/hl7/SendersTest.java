package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendersTest {

    private static final Hl7Charsets CHARSETS = new Hl7Charsets(StandardCharsets.ISO_8859_1, false);

    private static Senders senders(String property, String value) {
        return new Senders(Settings.load(Map.of(property, value)).map(Hl7Settings.class), null);
    }

    private static Arrival arrival(String text, Senders senders) {
        return Arrival.of(text.getBytes(StandardCharsets.UTF_8), CHARSETS).from(senders);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"RIS|HOSP; true", "ris|hosp; true", "RIS|OTHER; false", "RIS2|HOSP; false",
        "ENGINE|A; true", "ENGINE|; true", "|HOSP; false", "XRIS|HOSP; false"})
    void senderIsListedByMsh3AndMsh4(String sender, boolean listed) {
        Senders senders = senders("dromedary.hl7.senders", "RIS|HOSP, ENGINE|*");
        Arrival merge = arrival("MSH|^~\\&|" + sender + "|D|H|20240301||ADT^A40|7|P|2.5\rPID|1\rMRG|1\r", senders);
        assertThat(merge.refusal() == null).isEqualTo(listed);
        assertThat(Acknowledgement.of(merge, true)).contains(listed ? "\rMSA|AA|7" : "\rMSA|AR|7|the sender");
    }

    @Test
    void delimitersOfTheMessageMakeNoOtherSenderOfIt() {
        Senders senders = senders("dromedary.hl7.senders", "RIS|HOSP");
        assertThat(arrival("MSH#^~\\&#RIS^1.2^ISO#HOSP#D#H#20240301##ORM^O01#7#P#2.3\r", senders).refusal()).isNull();
        assertThat(arrival("MSH#^~\\&#RIS|HOSP##D#H#20240301##ORM^O01#7#P#2.3\r", senders).refusal()).isNotNull();
    }

    @Test
    void withoutAListEverybodyMaySend() {
        assertThat(arrival("MSH|^~\\&|ANY|BODY|D|H|20240301||ADT^A40|7|P|2.5\r",
                senders("dromedary.hl7.mllp-port", "2575")).refusal()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSH|", "MSH|^~\\&", "MSH|^~\\&\r", "MSH|^~\\&|||||||||||\r", "MSH|^~\\&|RIS|HOSP\r",
        "MSH|^~\\&\rPID|1||4711\r"})
    void headerWithoutFieldsIsNotAccepted(String message) {
        Arrival arrival = arrival(message, senders("dromedary.hl7.mllp-port", "2575"));
        assertThat(arrival.problem()).isNotNull();
        assertThat(Acknowledgement.of(arrival, true)).doesNotContain("|AA|", "|CA|");
    }

    @Test
    void connectionsComeFromListedHostsOnly() throws Exception {
        Senders senders = senders("dromedary.hl7.hosts", "192.0.2.7,127.0.0.1");
        assertThat(senders.mayConnect(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(senders.mayConnect(InetAddress.getByName("::1"))).isTrue();
        assertThat(senders.mayConnect(InetAddress.getByName("192.0.2.8"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RIS", "RIS|A|B", "|"})
    void listThatSaysNothingIsAnError(String text) {
        assertThatThrownBy(() -> Senders.patterns(List.of(text))).hasMessageContaining("dromedary.hl7.senders");
    }
}
