package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void batchSegmentsFramingAndBlankLinesAreLeftOut() throws Exception {
        assertThat(parts("FHS|^~\\&\rBHS|^~\\&\r\u000B" + MSH + "PID|1\u001C\r\n\u000B" + MSH + "\u001C\rBTS|2\rFTS|1\r", 1000))
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
