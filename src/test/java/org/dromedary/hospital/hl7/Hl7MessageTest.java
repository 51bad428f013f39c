package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hl7MessageTest {

    private static final String MSH = "MSH|^~\\&|RIS|HOSP|||20240301||ORU^R01|1|P|2.5\r";

    private static List<String> parts(String content, int maxSize) throws Exception {
        MessageReader reader =
                new MessageReader(new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)), maxSize);
        List<String> messages = new ArrayList<>();
        for (byte[] message = reader.next(); message != null; message = reader.next()) {
            messages.add(new String(message, StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    @Test
    void textBrokenIntoLinesStaysInItsField() throws Exception {
        Hl7Message message = Hl7Message.parse(MSH + "OBX|1|TX|GDT||first\nsecond\r\rthird|||N\rPV1|1\nPV2||x\r");
        assertThat(message.segments()).extracting(Hl7Message.Segment::name).containsExactly("MSH", "OBX", "PV1", "PV2");
        assertThat(message.first("OBX").orElseThrow().get(5)).isEqualTo("first\nsecond\r\rthird");
        assertThat(message.first("OBX").orElseThrow().get(8)).isEqualTo("N");
    }

    @Test
    void documentOfManyLinesIsRead() throws Exception {
        String document = "QUJD\r".repeat(500_000);
        Hl7Message message = Hl7Message.parse(MSH + "OBX|1|ED|PDF||^^PDF^Base64^" + document + "\r");
        assertThat(message.first("OBX").orElseThrow().get(5, 0, 5)).hasSize(document.length() - 1);
    }

    @Test
    void lineWithoutANameIsRefusedWhereNoTextBelongs() {
        assertThatThrownBy(() -> Hl7Message.parse(MSH + "PID|1\rTestmann\r")).isInstanceOf(Hl7FormatException.class)
                .hasMessage("segment 3 has no name");
        assertThatThrownBy(() -> Hl7Message.parse("")).isInstanceOf(Hl7FormatException.class);
    }

    @Test
    void shortEncodingCharactersAreCompleted() throws Exception {
        assertThat(Hl7Message.parse("MSH|^|RIS|HOSP|||20240301||ADT^A08|1\rPID|||4711^^^HOSP~2\r").first("PID")
                .orElseThrow().repetitions(3)).isEqualTo(2);
    }

    @Test
    void hexadecimalBytesAreText() throws Exception {
        Hl7Message message = Hl7Message.parse(MSH + "PID|||||M\\XFC\\ller^M\\XC3BC\\ller\r");
        assertThat(message.first("PID").orElseThrow().get(5)).isEqualTo("Müller");
        assertThat(message.first("PID").orElseThrow().get(5, 0, 2)).isEqualTo("Müller");
    }

    @ParameterizedTest
    @CsvSource({"ADT^A08, A31, ADT A08", "ADT, A31, ADT A31", "adt^a08, '', ADT A08", "ORM, '', ORM O01",
            "ORU, '', ORU R01",
        "ADT^A08^ADT_A01, '', ADT A08", "DFT, P03, DFT P03"})
    void eventIsWhereItsVersionPutsIt(String type, String evn, String expected) throws Exception {
        Hl7Message message = Hl7Message.parse(MSH.replace("ORU^R01", type) + "EVN|" + evn + "|20240301\rPID|1\r");
        assertThat(message.type() + " " + message.trigger()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'', MSH-9 has no message type", "^A08, MSH-9 has no message type", "ADT, neither MSH-9 nor EVN-1"
            + " names the event",
        "ADT^^ADT_A01, neither MSH-9 nor EVN-1 names the event"})
    void messageOfWhichNobodyKnowsWhatItIsAboutIsRefused(String type, String problem) {
        assertThat(Hl7Message.problem(MSH.replace("ORU^R01", type) + "PID|1\r")).isEqualTo(problem);
    }

    @Test
    void delimitersAreNoLetters() {
        assertThat(Hl7Message.problem("MSH|^~\\4|RIS|HOSP|||20240301||ADT^A08|1\r")).contains("no delimiters");
    }

    @Test
    void batchSegmentsFramingAndBlankLinesAreLeftOut() throws Exception {
        assertThat(parts("FHS|^~\\&\rBHS|^~\\&\r\u000B" + MSH + "PID|1\u001C\r\n\u000B" + MSH
                + "\u001C\rBTS|2\rFTS|1\r", 1000))
                .containsExactly(MSH + "PID|1\r\n", MSH + "\r");
    }

    @Test
    void whatComesBeforeTheFirstMessageIsHandedOut() throws Exception {
        assertThat(parts("about this file\r" + MSH, 1000)).containsExactly("about this file\r", MSH);
        assertThat(parts("\r\n \n", 1000)).isEmpty();
    }

    @Test
    void messageLongerThanAllowedIsRefusedBeforeItIsInMemory() {
        assertThatThrownBy(() -> parts(MSH + "x".repeat(2000), 1000)).isInstanceOf(Hl7FormatException.class);
        assertThatThrownBy(() -> parts(MSH + "NTE|x\r".repeat(500), 1000)).isInstanceOf(Hl7FormatException.class);
    }
}
