package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports whose text has lines that look like segments. */
class SegmentationTest {

    private static final String HEAD = "MSH|^~\\&|RIS|HOSP|||20240301||ORU^R01|1|P|2.5\rPID|1||4711\rOBR|1||A1\r";
    private static final String REPORT = HEAD + "OBX|1|TX|GDT||Lungs clear.\n%s\nHeart"
            + " normal.||||||F\rOBX|2|TX|IMP||Well||||||F\r";

    private static List<Arrival> block(String text) throws Exception {
        return Inbox.arrivals(text.getBytes(StandardCharsets.UTF_8), 1 << 20,
                new Hl7Charsets(StandardCharsets.ISO_8859_1, false));
    }

    private static List<Arrival> file(String text) throws Exception {
        MessageReader reader = new MessageReader(new ByteArrayInputStream(text.getBytes(
                StandardCharsets.UTF_8)), 1 << 20);
        List<Arrival> arrivals = new ArrayList<>();
        for (byte[] message = reader.next(); message != null; message = reader.next()) {
            arrivals.add(Arrival.of(message, new Hl7Charsets(StandardCharsets.ISO_8859_1, false)));
        }
        return arrivals;
    }

    private static String body(Arrival arrival) {
        return new String(arrival.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTS guideline of 2019 applied", "FTS 3", "MSH-6 is the receiver", "FHS",
            "BHS:", "CTA", "MRT",
        "PID", "OBX-5", "MSH"})
    void lineOfTheTextThatOnlyLooksLikeASegmentIsText(String line) throws Exception {
        for (String text : List.of(REPORT.formatted(line), REPORT.formatted(line).replace("\r", "\r\n"))) {
            for (List<Arrival> arrivals : List.of(block(text), file(text))) {
                assertThat(arrivals).singleElement().satisfies(arrival -> {
                    assertThat(arrival.problem()).isNull();
                    assertThat(body(arrival)).isEqualTo(text);
                });
            }
            Hl7Message message = Hl7Message.parse(text);
            assertThat(message.segments()).hasSize(5);
            assertThat(message.first("OBX").orElseThrow().get(11)).isEqualTo("F");
            assertThat(Hl7Edit.of(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).raw(3, 5))
                    .isEqualTo("Lungs clear.\n" + line + "\nHeart normal.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTS|1", "FTS|1", "MSH|^~\\&|RIS|HOSP", "FHS|^~\\&|RIS", "BHS|^~\\&|RIS", "PID|1||4712",
        "OBR|2||A2", "NTE|1||x", "ZDS|1.2.3", "LAD|50 %"})
    void lineThatMayBeEitherIsAnErrorAndItsMessageIsKeptWhole(String line) throws Exception {
        String text = REPORT.formatted(line);
        for (List<Arrival> arrivals : List.of(block(text), file(text))) {
            assertThat(arrivals).singleElement().satisfies(arrival -> {
                assertThat(arrival.problem())
                        .isEqualTo("segment 4 is followed by a line that may be a segment or its text");
                assertThat(body(arrival)).isEqualTo(text);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTS|1", "FTS|1", "MSH|^~\\&|RIS|HOSP", "BHS|^~\\&|RIS", "LAD|50 %"})
    void whereEverySegmentEndsWithALineFeedItMayBeEitherToo(String line) throws Exception {
        String text = REPORT.formatted(line).replace("\r", "\n");
        for (List<Arrival> arrivals : List.of(block(text), file(text))) {
            assertThat(arrivals).singleElement().satisfies(arrival -> {
                assertThat(arrival.problem()).isNotNull();
                assertThat(body(arrival)).isEqualTo(text);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTS guideline", "MSH-6", "CTA", "KM: 5 ml"})
    void plainTextIsTextWhateverEndsTheSegments(String line) throws Exception {
        for (String end : List.of("\r", "\n", "\r\n")) {
            String text = HEAD.replace("\r", end) + "OBX|1|FT|||Clear." + end + line + end + "Normal.||||||F" + end;
            assertThat(block(text)).singleElement().satisfies(arrival -> assertThat(arrival.problem()).isNull());
            assertThat(Hl7Message.parse(text).segments()).hasSize(4);
            assertThat(Hl7Message.parse(text).first("OBX").orElseThrow().get(5)).contains(line, "Normal.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20060922|GH", "FAI-29", "of the chest|x"})
    void lineBehindASegmentThatIsItsNameAloneIsAnError(String line) throws Exception {
        String text = "MSH|^~\\&|RIS|HOSP|||20240301||ORU^R01|1|P|2.5\rPID|1||4711\rOBX\r" + line + "\rPV1|1\r";
        assertThat(block(text)).singleElement().satisfies(arrival -> {
            assertThat(arrival.problem()).contains("has no name");
            assertThat(body(arrival)).isEqualTo(text);
        });
    }

    @Test
    void textThatGoesOnBehindItsFieldIsAnError() throws Exception {
        String text = HEAD + "OBX|1|TX|||left | right\nbelow||||||F\r";
        assertThat(block(text).get(0).problem()).isEqualTo("segment 4 has a line behind its text");
    }

    @Test
    void blockOfTwoMessagesIsAnErrorUnlessItIsABatch() throws Exception {
        assertThat(block(HEAD + HEAD)).singleElement()
                .satisfies(arrival -> assertThat(arrival.problem()).isEqualTo("segment 4 is a second MSH segment"));
        assertThat(block("BHS|^~\\&|RIS\r" + HEAD + HEAD + "BTS|2\r")).hasSize(2)
                .allSatisfy(arrival -> assertThat(body(arrival)).isEqualTo(HEAD));
    }

    @Test
    void batchIsPartedWhereItsSeparatorStandsAndNowhereElse() throws Exception {
        String one = REPORT.formatted("BTS guideline");
        assertThat(block("BHS|^~\\&|RIS\r" + one + one + "BTS|2\r")).hasSize(2)
                .allSatisfy(arrival -> assertThat(body(arrival)).isEqualTo(one));
        String either = REPORT.formatted("BTS|2");
        assertThat(file("FHS|^~\\&\rBHS|^~\\&|RIS\r" + either + HEAD + "BTS|2\rFTS|1\r")).satisfiesExactly(
                arrival -> assertThat(arrival.problem()).isNotNull(),
                arrival -> assertThat(arrival.problem()).isNull());
    }

    @Test
    void fileOfBlocksIsPartedByTheirFraming() throws Exception {
        String unfinished = HEAD + "OBX|1|TX|||Well";
        assertThat(file("\u000B" + unfinished + "\u001C\r\u000B" + HEAD + "\u001C\r"))
                .extracting(Arrival::problem).containsExactly(null, null);
        String tabs = REPORT.formatted("\u000Bverse\u001C");
        assertThat(file(tabs)).singleElement().satisfies(arrival -> assertThat(body(arrival)).isEqualTo(tabs));
    }

    @ParameterizedTest
    @CsvSource({"GB 18030-2000, GB18030, 肺丗", "BIG-5, Big5, 肺功能", "ISO IR87, ISO-2022-JP, 検査",
            "UNICODE UTF-8, UTF-8, 肺"})
    void delimitersWithinLettersPartNothing(String declared, String charset, String letters) throws Exception {
        String text = HEAD.replace("|2.5", "|2.5||||||" + declared) + "OBX|1|TX|||" + letters + "\nCTA\n" + letters
                + "||||||F\r";
        byte[] body = text.getBytes(Charset.forName(charset));
        Arrival arrival = Inbox.arrivals(body, 1 << 20, new Hl7Charsets(StandardCharsets.ISO_8859_1, false)).get(0);
        assertThat(arrival.problem()).isNull();
        Hl7Edit edit = Hl7Edit.of(body, arrival.text().charset());
        assertThat(edit.raw(3, 5)).isEqualTo(letters + "\nCTA\n" + letters);
        assertThat(edit.get(3, 11)).isEqualTo("F");
        edit.set(1, 3, 0, 1, List.of("4712"));
        assertThat(edit.bytes()).isEqualTo(text.replace("4711", "4712").getBytes(Charset.forName(charset)));
    }
}
