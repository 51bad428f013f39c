package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that others published, and those that are wrong on purpose. */
class Hl7CorpusTest {

    private static List<Arrival> read(Path file) throws IOException, Hl7FormatException {
        List<Arrival> arrivals = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            MessageReader reader = new MessageReader(in, 10 << 20);
            for (byte[] message = reader.next(); message != null; message = reader.next()) {
                arrivals.add(Arrival.of(message, new Hl7Charsets(StandardCharsets.ISO_8859_1, false)));
            }
        }
        return arrivals;
    }

    /** What a file comes to: how many messages are read, and why others are not. */
    private static String outcome(Path file) throws IOException, Hl7FormatException {
        int messages = 0;
        List<String> refused = new ArrayList<>();
        for (Arrival arrival : read(file)) {
            if (arrival.problem() == null) {
                Hl7Message message = Hl7Message.parse(arrival.text().text());
                assertThat(message.controlId()).as(file.toString()).isEqualTo(arrival.header().component(10, 1));
                messages++;
            } else {
                refused.add(arrival.problem());
            }
        }
        return messages + (refused.isEmpty() ? "" : " " + refused);
    }

    @Test
    void everySampleIsReadOrRefusedWithAReason() throws Exception {
        Map<String, String> refused = new TreeMap<>();
        for (Path file : Corpus.files("hl7/samples")) {
            String outcome = outcome(file);
            if (!outcome.matches("[1-9]\\d*")) {
                refused.put(file.getFileName().toString(), outcome);
            }
        }
        // One describes messages and has none, the other begins with lines about them.
        String reason = " [the message does not begin with an MSH segment]";
        assertThat(refused).isEqualTo(Map.of("hapi-hl7v2--guide.txt", "0" + reason,
                "hapi-hl7v2--messages.txt", "18" + reason));
    }

    @Test
    void everyMessageOfTheScenarioIsReadAloneAsInOneFile() throws Exception {
        Set<String> digests = new HashSet<>();
        for (Path file : Corpus.files("hl7/scenario/messages")) {
            assertThat(outcome(file)).isEqualTo("1");
            read(file).forEach(arrival -> digests.add(arrival.text().text().strip()));
        }
        List<Arrival> together = read(Corpus.file("hl7/scenario/all-messages.hl7"));
        assertThat(together).hasSize(293).allMatch(arrival -> arrival.problem() == null);
        assertThat(together.stream().map(arrival -> arrival.text().text().strip()).collect(Collectors.toSet()))
                .isEqualTo(digests);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "syn-a40-chain; 2", "syn-a40-self-merge; 1", "syn-a40-without-mrg; 1", "syn-batch-fhs; 2",
        "syn-crlf-terminators; 1", "syn-custom-delimiters; 1", "syn-delete-marker; 1", "syn-duplicate-control-id; 2",
        "syn-escapes; 1", "syn-latin1-declared-utf8; 1", "syn-lf-terminators; 1", "syn-mllp-framed; 1",
        "syn-multi-pid3; 1", "syn-no-pid; 1", "syn-truncated; 1", "syn-utf8-bom; 1"})
    void wrongMessagesAreReadAsFarAsTheyGo(String file, String expected) throws Exception {
        assertThat(outcome(Corpus.file("hl7/broken/" + file + ".hl7"))).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNotWhatWasDeclaredAreReadByTheFallbackAndNoted() throws Exception {
        Arrival arrival = read(Corpus.file("hl7/broken/syn-latin1-declared-utf8.hl7")).get(0);
        assertThat(arrival.text().note()).isEqualTo("declared as UTF-8, but has other bytes: read as ISO-8859-1");
        assertThat(Hl7Message.parse(arrival.text().text()).first("PID").orElseThrow().get(5)).isEqualTo("Sørensen");
    }

    @Test
    void documentBrokenIntoLinesIsOneField() throws Exception {
        Arrival arrival = read(Corpus.file("hl7/samples/dcm4che--ORU_R01-PDF.hl7")).get(0);
        String document = Hl7Message.parse(arrival.text().text()).segments().stream()
                .filter(segment -> segment.get(2).equals("ED")).findFirst().orElseThrow().get(5, 0, 5);
        assertThat(Base64.getMimeDecoder().decode(document)).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void delimitersEscapesNullsAndRepetitionsAreThoseOfTheMessage() throws Exception {
        assertThat(pid("syn-custom-delimiters").get(5, 0, 2)).isEqualTo("Anna");
        assertThat(pid("syn-escapes").get(5)).isEqualTo("O&Neill.");
        assertThat(pid("syn-escapes").get(5, 0, 2)).isEqualTo("Pat|rick");
        assertThat(pid("syn-delete-marker").get(7)).isEqualTo("\"\"");
        assertThat(pid("syn-multi-pid3").repetitions(3)).isEqualTo(3);
        assertThat(pid("syn-multi-pid3").get(3, 1, 4)).isEqualTo("NAT");
        assertThat(pid("syn-truncated").get(7)).isEqualTo("195612");
        assertThat(pid("syn-utf8-bom").get(5)).isEqualTo("Testmann");
    }

    private static Hl7Message.Segment pid(String file) throws Exception {
        Arrival arrival = read(Corpus.file("hl7/broken/" + file + ".hl7")).get(0);
        return Hl7Message.parse(arrival.text().text()).first("PID").orElseThrow();
    }
}
