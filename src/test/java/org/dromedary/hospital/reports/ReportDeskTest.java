package org.dromedary.hospital.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.hl7.Outbox;
import org.dromedary.hospital.reports.ReportLedger.Held;
import org.dromedary.hospital.reports.ReportLedger.Line;
import org.dromedary.identity.plan.Plan;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class ReportDeskTest {

    private static final String REPORT = """
            MSH|^~\\&|RIS|HOSP|NEW|HOSP|20240201||ORU^R01|M1|P|2.5.1|||AL|NE||UNICODE UTF-8
            PID|1|OLD7|OLD7^^^HOSP^MR~88^^^NAT^NI|OLD7|Moerk^Aase^^^Dr||19700102|F||X|unknown^field
            ORC|RE|O1^RIS|ACC1^RIS
            OBR|1|O1^RIS|ACC1^RIS|CT^Chest CT^L||||||||||||||ACC1||||20240201100000|||F
            OBX|1|TX|REPORT^Report||Lungs \\T\\ heart~clear\\.br\\ACC1 OLD7||||||F
            ZXY|OLD7|ACC1|any^thing
            """;

    @Inject
    DataSource dataSource;

    @Inject
    Outbox outbox;

    @Inject
    Ledger ledger;

    @Inject
    Plan plan;

    private Desk desk;
    private long study;

    @BeforeEach
    void studyWhosePlanDiffersFromItsReport() {
        Desk.clear(Sql.over(dataSource));
        desk = desk(Map.of());
        desk.merge("OLD7", "NEW7");
        study = desk.study("PACS7", "ACC1");
        desk.plan(desk.version(), study, "MATCH", "NEW7", "Mørk^Åse^Ø", "1970-01-20", "RIS-1", "O1");
    }

    private Desk desk(Map<String, String> settings) {
        return new Desk(dataSource, outbox, ledger, plan, settings);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replace("\r", "\n");
    }

    @Test
    void patientAndAccessionBecomeThoseOfThePlanAndAllElseStaysByteForByte() throws Exception {
        Line line = desk.take(REPORT);
        assertThat(line.state()).isEqualTo("WAITING");
        assertThat(line.studyId()).isEqualTo(study);
        assertThat(text(desk.sent(line))).isEqualTo("""
                MSH|^~\\&|RIS|HOSP|NEW|HOSP|20240201||ORU^R01|M1|P|2.5.1|||AL|NE||UNICODE UTF-8
                PID|1|OLD7|NEW7^^^HOSP^MR~88^^^NAT^NI|OLD7|Mørk^Åse^Ø^^||19700120|F||X|unknown^field
                ORC|RE|O1^RIS|RIS-1^RIS
                OBR|1|O1^RIS|RIS-1^RIS|CT^Chest CT^L||||||||||||||RIS-1||||20240201100000|||F
                OBX|1|TX|REPORT^Report||Lungs \\T\\ heart~clear\\.br\\ACC1 OLD7||||||F
                ZXY|OLD7|ACC1|any^thing
                """);
    }

    @ParameterizedTest
    @CsvSource({"REPLACE, |1|NEW7|NEW7^^^HOSP, |NEW7|M", "CLEAR, |1||NEW7^^^HOSP, ||M"})
    void oldNumbersInPid2AndPid4GoAsConfigured(String setting, String begin, String end) throws Exception {
        Line line = desk(Map.of("dromedary.reports.old-numbers", setting)).take(REPORT);
        assertThat(text(desk.sent(line))).contains("PID" + begin, "^^^NAT^NI" + end);
    }

    @Test
    void whatTheCoercionLeavesAloneInObjectsIsLeftAloneInReports() throws Exception {
        Line line = desk(Map.of("dromedary.coercion.patient-name", "false", "dromedary.coercion.accession", "false",
                "dromedary.coercion.birth-date", "false")).take(REPORT);
        assertThat(text(desk.sent(line))).isEqualTo(REPORT.replace("|OLD7^^^HOSP", "|NEW7^^^HOSP"));
    }

    @Test
    void messageThatSaysWhatThePlanSaysIsHandedOnAsItCame() throws Exception {
        String right = REPORT.replace("OLD7", "NEW7").replace("ACC1", "RIS-1").replace("Moerk^Aase^^^Dr", "Mørk^Åse^Ø")
                .replace("19700102", "197001201530");
        assertThat(desk.sent(desk.take(right))).isEqualTo(right.replace("\n", "\r").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"8859/1, ISO-8859-1", "8859/15, ISO-8859-15", "GB 18030-2000, GB18030", "UNICODE UTF-8, UTF-8",
        "UNICODE, UTF-16", "'', ISO-8859-1"})
    void messageKeepsItsCharacterSet(String declared, String charset) throws Exception {
        String own = REPORT.replace("UNICODE UTF-8", declared).replace("unknown^field", "é^ü");
        if (charset.equals("GB18030")) {
            own = own.replace("unknown", "肺");
        }
        String sent = new String(desk.sent(desk.take(own, Charset.forName(charset))), Charset.forName(charset));
        assertThat(sent.replace("\r", "\n")).isEqualTo(own.replace("|OLD7^^^HOSP", "|NEW7^^^HOSP")
                .replace("Moerk^Aase^^^Dr", "Mørk^Åse^Ø^^").replace("19700102", "19700120")
                .replace("ACC1^RIS", "RIS-1^RIS").replace("|ACC1||||2024", "|RIS-1||||2024"));
    }

    @Test
    void valueThatTheCharacterSetCannotSayIsAnErrorAndNoQuestionMark() throws Exception {
        Line line = desk.take(REPORT.replace("UNICODE UTF-8", "8859/7").replace("unknown", "Γιατρός"),
                Charset.forName("ISO-8859-7"));
        assertThat(line.state()).isEqualTo("FAILED");
        assertThat(line.reason()).isEqualTo("CANNOT_ENCODE");
        assertThat(line.outboundId()).isNull();
        desk.sql.update("update plan_entry set patient_name = 'Moerk^Aase'");
        assertThat(new ReportLedger(desk.sql).retry(line.id(), "kim")).isEqualTo(1);
        lookAgain();
        assertThat(desk.line(line.messageId()).state()).isEqualTo("WAITING");
    }

    @Test
    void bytesThatTheCharacterSetDoesNotHaveStayAsTheyAreInSegmentsThatAreNotChanged() throws Exception {
        byte[] body = REPORT.replace("\n", "\r").replace("any^thing", "any~thing").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            if (body[i] == 'y' && body[i + 1] == '~') {
                body[i] = (byte) 0xFF;
            }
        }
        byte[] sent = desk.sent(desk.take(body));
        assertThat(new String(sent, StandardCharsets.ISO_8859_1)).contains("an\u00ff~thing", "PID|1|OLD7|NEW7^^^HOSP");
    }

    @Test
    void delimitersInValuesOfThePlanAreEscaped() throws Exception {
        desk.sql.update("update plan_entry set accession = 'R|1&2', patient_name = 'A\\\\B^C'");
        String sent = text(desk.sent(desk.take(REPORT)));
        assertThat(sent).contains("|R\\F\\1\\T\\2^RIS|", "|A\\E\\B^C^^^|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVIEW", "NONE", "HOLD"})
    void reportOfAStudyThatIsNotMatchedWaitsUntilALaterVersionMatchesIt(String decision) throws Exception {
        int version = desk.version();
        desk.plan(version, study, decision, "", "", null, "", "");
        Line held = desk.take(REPORT);
        assertThat(held.state()).isEqualTo("HELD");
        assertThat(held.reason()).isEqualTo("NOT_DECIDED");
        assertThat(lookAgain()).as("nothing was frozen since").isZero();
        desk.plan(desk.version(), study, "MATCH", "NEW7", "Mørk^Åse", null, "RIS-2", "O1");
        assertThat(lookAgain()).isEqualTo(1);
        Line line = desk.line(held.messageId());
        assertThat(line.state()).isEqualTo("WAITING");
        assertThat(line.planVersion()).isEqualTo(version + 1);
        assertThat(text(desk.sent(line))).contains("RIS-2^RIS");
    }

    private int lookAgain() {
        List<Held> held = new ReportLedger(desk.sql).toLookAt(Duration.ofHours(1), 100);
        for (Held report : held) {
            QuarkusTransaction.requiringNew().call(() -> {
                desk.desk.decideAgain(report);
                return null;
            });
        }
        return held.size();
    }

    @Test
    void reportOfAnotherPatientHoldsUpNobodyAndDoesNotFollowTheRightOne() throws Exception {
        desk.patient("SOMEBODY");
        Line wrong = desk.take(REPORT.replace("OLD7", "SOMEBODY").replace("|M1|", "|M0|"));
        assertThat(wrong.reason()).isEqualTo("OTHER_PATIENT");
        assertThat(desk.take(REPORT).state()).isEqualTo("WAITING");
        desk.merge("SOMEBODY", "NEW7");
        new ReportLedger(desk.sql).retry(wrong.id(), "kim");
        lookAgain();
        assertThat(desk.line(wrong.messageId()).reason()).isEqualTo("LATER_GONE");
    }

    @Test
    void reportThatIsGivenUpLetsTheNextOnesPass() throws Exception {
        Line unknown = desk.take(REPORT.replace("OLD7", "NOBODY").replace("|M1|", "|M0|"));
        assertThat(unknown.reason()).isEqualTo("UNKNOWN_PATIENT");
        Line next = desk.take(REPORT);
        assertThat(next.reason()).isEqualTo("EARLIER_HELD");
        ReportLedger reports = new ReportLedger(desk.sql);
        assertThat(reports.discard(unknown.id(), "not ours", "kim")).isTrue();
        assertThat(reports.discard(unknown.id(), "not ours", "kim")).isFalse();
        lookAgain();
        assertThat(desk.line(next.messageId()).state()).isEqualTo("WAITING");
        assertThat(desk.line(unknown.messageId()).state()).isEqualTo("DISCARDED");
    }

    @Test
    void withoutAnyPlanReportsWait() throws Exception {
        desk.sql.update("delete from plan_entry");
        assertThat(desk.take(REPORT).reason()).isEqualTo("NOT_DECIDED");
    }

    @Test
    void reportOfAnotherPatientThanItsStudyWaits() throws Exception {
        desk.patient("SOMEBODY");
        assertThat(desk.take(REPORT.replace("OLD7", "SOMEBODY")).reason()).isEqualTo("OTHER_PATIENT");
    }

    @Test
    void reportOfAPatientWhomTheRisDoesNotKnowWaits() throws Exception {
        assertThat(desk.take(REPORT.replace("OLD7", "STRANGER")).reason()).isEqualTo("UNKNOWN_PATIENT");
    }

    @Test
    void examWithoutAStudyWaitsOrGoesUnderItsPatientAsConfigured() throws Exception {
        String other = REPORT.replace("ACC1", "ACC5").replace("O1^", "O5^");
        assertThat(desk.take(other).reason()).isEqualTo("NO_STUDY");
        Line line = desk(Map.of("dromedary.reports.without-exam", "send")).take(other.replace("ACC5", "ACC6")
                .replace("O5^", "O6^"));
        assertThat(line.state()).isEqualTo("WAITING");
        assertThat(line.studyId()).isNull();
        assertThat(text(desk.sent(line))).contains("|NEW7^^^HOSP", "ACC6^RIS", "Moerk^Aase");
    }

    @Test
    void examWithoutAStudyOfAnotherPatientWaitsInAnyCase() throws Exception {
        desk.patient("SOMEBODY");
        desk.exam("O7", "ACC7", "SOMEBODY");
        Line line = desk(Map.of("dromedary.reports.without-exam", "send"))
                .take(REPORT.replace("ACC1", "ACC7").replace("O1^", "O7^"));
        assertThat(line.reason()).isEqualTo("OTHER_PATIENT");
    }

    @Test
    void studyIsFoundByItsUidByTheExamOrByWhatTheOldPacsCallsIt() throws Exception {
        String uid = desk.sql.query("select study_instance_uid from study where id = ?", row -> row.getString(1),
                study).get(0);
        String nowhere = REPORT.replace("ACC1", "").replace("O1^", "X^");
        assertThat(desk.take(nowhere + "ZDS|" + uid + "^RIS^Application^DICOM\n").studyId()).isEqualTo(study);
        assertThat(desk.take(REPORT.replace("ACC1", "")).studyId()).as("exam").isEqualTo(study);
        assertThat(desk.take(REPORT.replace("O1^", "X^")).studyId()).as("old accession").isEqualTo(study);
        assertThat(desk.take(REPORT.replace("ACC1", "RIS-1").replace("O1^", "X^")).studyId()).isEqualTo(study);
    }

    @Test
    void studyThatCoversSeveralExamsTakesTheReportsOfEach() throws Exception {
        desk.exam("O1", "ACC1", "NEW7");
        desk.exam("O9", "ACC9", "NEW7");
        desk.sql.update("update plan_entry set exam_id = 'O1\\\\O9'");
        Line line = desk.take(REPORT.replace("ACC1", "ACC9").replace("O1^", "O9^"));
        assertThat(line.studyId()).isEqualTo(study);
        assertThat(text(desk.sent(line))).contains("OBR|1|O9^RIS|RIS-1^RIS");
    }

    @Test
    void groupsOfOneReportGetTheAccessionOfEachStudy() throws Exception {
        long second = desk.study("PACS7", "ACC2");
        desk.plan(desk.version(), second, "MATCH", "NEW7", "Mørk^Åse", null, "RIS-2", "O2");
        String group = "ORC|RE|O2^RIS|ACC2^RIS\nOBR|2|O2^RIS|ACC2^RIS|CT^Abdomen CT^L\nOBX|1|TX|R||Liver||||||F\n";
        assertThat(text(desk.sent(desk.take(REPORT + group))))
                .contains("OBR|1|O1^RIS|RIS-1^RIS", "ORC|RE|O2^RIS|RIS-2^RIS", "OBR|2|O2^RIS|RIS-2^RIS");
        desk.plan(desk.version(), second, "REVIEW", "", "", null, "", "");
        assertThat(desk.take(REPORT + group).reason()).as("one of them is not decided").isEqualTo("NOT_DECIDED");
    }

    @Test
    void reportsOfOneExamKeepTheirOrder() throws Exception {
        desk.patient("NEW7");
        desk.sql.update("delete from plan_entry");
        Line preliminary = desk.take(REPORT.replace("|||F\n", "|||P\n"));
        desk.plan(desk.version(), study, "MATCH", "NEW7", "Mørk^Åse", null, "RIS-1", "O1");
        Line end = desk.take(REPORT);
        assertThat(end.reason()).isEqualTo("EARLIER_HELD");
        lookAgain();
        lookAgain();
        preliminary = desk.line(preliminary.messageId());
        end = desk.line(end.messageId());
        assertThat(preliminary.status()).isEqualTo("P");
        assertThat(preliminary.outboundId()).isLessThan(end.outboundId());
    }

    @Test
    void messageTakenTwiceIsOneReport() throws Exception {
        Line line = desk.take(REPORT);
        QuarkusTransaction.requiringNew().call(() -> {
            desk.desk.take(line.messageId());
            return null;
        });
        assertThat(desk.sql.query("select count(*) from hl7_outbound", row -> row.getInt(1))).containsExactly(1);
    }

    @Test
    void reportWithoutPatientOrOrderIsRefusedWithTheReason() {
        assertThatThrownBy(() -> desk.take(REPORT.replace("PID|", "ZPI|"))).rootCause()
                .hasMessage("a report must have one PID segment, this one has 0");
        assertThatThrownBy(() -> desk.take(REPORT.replace("OBR|", "ZBR|"))).rootCause()
                .hasMessageContaining("OBR");
    }

    @Test
    void everyReportOfTheScenarioGoesUnderItsSurvivingPatientAndItsAccession() throws Exception {
        Path scenario = Corpus.file("hl7/scenario");
        Map<String, String[]> truth = new HashMap<>();
        int version = desk.version();
        for (String row : Files.readAllLines(scenario.resolve("scenario-truth.csv")).stream().skip(1).toList()) {
            String[] columns = row.split(",", -1);
            truth.put(columns[5], columns);
            desk.patient(columns[2]);
            desk.plan(version, desk.study(columns[0], columns[1], columns[3]), "MATCH", columns[2], "", null,
                    columns[4], columns[5]);
        }
        List<Path> messages = Corpus.files("hl7/scenario/messages");
        for (Path file : messages) {
            Hl7Edit message = Hl7Edit.of(Files.readAllBytes(file), StandardCharsets.UTF_8);
            message.named("MRG").forEach(mrg -> desk.merge(message.get(mrg, 1),
                    message.get(message.named("PID").get(0), 3)));
        }
        int reports = 0;
        for (Path file : messages) {
            if (file.toString().contains("ORU")) {
                byte[] body = Files.readAllBytes(file);
                Line line = desk.take(body);
                assertThat(line.state()).as("%s: %s", file.getFileName(), line.reason()).isEqualTo("WAITING");
                Hl7Edit sent = Hl7Edit.of(desk.sent(line), StandardCharsets.UTF_8);
                String[] expected = truth.get(sent.get(sent.named("OBR").get(0), 2));
                assertThat(sent.get(sent.named("PID").get(0), 3)).isEqualTo(expected[2]);
                assertThat(sent.get(sent.named("OBR").get(0), 3)).isEqualTo(expected[4]);
                reports++;
            }
        }
        assertThat(reports).isEqualTo(50);
    }
}
