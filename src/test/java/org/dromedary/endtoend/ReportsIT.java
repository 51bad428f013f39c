package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.MllpPeer;
import org.dromedary.testing.MllpPeer.Answer;
import org.dromedary.testing.Orthanc;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports on their way through the whole program: to a receiver of HL7, and as objects to Orthanc. */
class ReportsIT {

    private static final int REPORTS = 12;
    private static final String STARTED = "Dromedary has started";
    private static final byte[] PDF = ("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0"
            + " obj<</Type/Pages/Kids[]"
            + "/Count 0>>endobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF\n").getBytes(StandardCharsets.US_ASCII);

    private final Path folder = ServicesResource.newDataDir();

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(200)).ignoreExceptions()
                .until(condition);
    }

    private static String report(int number) {
        boolean second = number % 2 == 0;
        String content = number % 6 == 0
                ? "OBX|1|ED|PDF^Report||RIS^application^pdf^Base64^" + Base64.getEncoder().encodeToString(PDF)
                + "||||||F\r"
                : "OBX|1|TX|59776-5^Findings^LN||Lunger \\T\\ hjerte: æøå " + number + "||||||F\r"
                + "OBX|2|TX|19005-8^Impression^LN||Intet abnormt||||||F\r";
        return "MSH|^~\\&|RIS|HOSP|NEW|HOSP|20240201||ORU^R01|M" + number + "|P|2.5.1|||AL|NE||UNICODE UTF-8\r"
                + "PID|1||PLAN" + (second ? 2 : 1) + "^^^HOSP^MR||Old^Name\rOBR|1|O" + number + "^RIS|ACC"
                + (second ? 2 : 1) + "^RIS|CT^Chest CT^L||||||||||||||||||20240201100000|||F|||||||"
                + "1&Læge&Åse\r" + content;
    }

    private static void plan(Rehearsal rehearsal) throws Exception {
        rehearsal.migration.sql(sql -> {
            sql.update("insert into plan_version (frozen_at, frozen_by, rules, studies, digest)"
                    + " values (utc_timestamp(3), 'kim', '', 2, repeat(char(0), 32))");
            return sql.update("""
                    insert into plan_entry (study_id, version, decision, patient_id, issuer, patient_name, accession,
                        decided_by, decided_at)
                    select id, 1, 'MATCH', concat('PLAN', row_number() over (order by id)), 'HOSP', 'Mørk^Åse',
                        concat('ACC', row_number() over (order by id)), 'kim', utc_timestamp(3) from study""");
        });
    }

    private Process start(Rehearsal rehearsal) throws IOException {
        int before = rehearsal.migration.output().split(STARTED, -1).length;
        Process process = rehearsal.migration.start("run");
        await("start or end", () -> !process.isAlive()
                || rehearsal.migration.output().split(STARTED, -1).length > before);
        assertThat(process.isAlive()).as(rehearsal.migration.output()).isTrue();
        return process;
    }

    @Test
    void reportsGoInOrderThoughTheProcessIsKilledAndLieWithTheirStudies() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        StudyGenerator generator = new StudyGenerator(5).matrix(8).objectsPerSeries(2).kinds(StudyKind.CT);
        try (Orthanc target = Orthanc.options(folder).aeTitle("NEWPACS").start(); MllpPeer receiver = MllpPeer.start();
                Rehearsal rehearsal = Rehearsal.of(generator, 2)) {
            rehearsal.migration.target("NEWPACS", target.dicomPort()).set("dromedary.hl7.folder", inbox.toString())
                    .set("dromedary.hl7.file-age", "200ms").set("dromedary.hl7.out.host", "127.0.0.1")
                    .set("dromedary.hl7.out.port", Integer.toString(receiver.port()))
                    .set("dromedary.hl7.out.ack-timeout", "10s").set("dromedary.hl7.out.pause", "100ms")
                    .set("dromedary.reports.enabled", "true").set("dromedary.reports.wrap", "pdf-or-sr");
            Process process = start(rehearsal);
            await("images", () -> rehearsal.number("select count(*) from series where state = 'VERIFIED'") == 4);
            plan(rehearsal);
            rehearsal.migration.beside("pause", "--stage", "store");
            receiver.answering(Answer.AA, Answer.AA, Answer.NOTHING);
            Files.writeString(inbox.resolve("reports.hl7"), IntStream.rangeClosed(1, REPORTS)
                    .mapToObj(ReportsIT::report)
                    .reduce("", String::concat));
            await("the third is sent", () -> receiver.received().size() == 3);
            process.destroyForcibly().waitFor();
            receiver.answering(Answer.AA, Answer.AE, Answer.CLOSE, Answer.AA, Answer.NOTHING);
            process = start(rehearsal);
            await("two answers are owed", () -> receiver.received().size() == 8);
            process.destroyForcibly().waitFor();
            start(rehearsal);
            await("all are sent", () -> rehearsal.number("select count(*) from hl7_outbound where state = 'SENT'")
                    == REPORTS);
            assertInOrderWithTheSameControlId(receiver);
            loseOneFile(rehearsal);
            rehearsal.migration.beside("resume", "--stage", "store");
            await("reports are objects", () -> rehearsal.number("select count(*) from series where state = 'VERIFIED'"
                    + " and origin = 'REPORT'") == REPORTS);
            assertObjects(target);
            assertShown(rehearsal);
            rehearsal.assertBooksBalance();
        }
    }

    /** In the order of each patient: a message that waits for its next try holds up no other patient's. */
    private static void assertInOrderWithTheSameControlId(MllpPeer receiver) {
        for (int patient = 0; patient < 2; patient++) {
            List<String> ofPatient = IntStream.rangeClosed(1, REPORTS).filter(alternate(patient))
                    .mapToObj(number -> "M" + number).toList();
            assertThat(new LinkedHashSet<>(receiver.controlIds()).stream().filter(ofPatient::contains).toList())
                    .isEqualTo(ofPatient);
        }
        for (byte[] message : receiver.received()) {
            assertThat(receiver.received()).filteredOn(other -> MllpPeer.controlId(other)
                    .equals(MllpPeer.controlId(message))).allMatch(other -> Arrays.equals(other, message));
            assertThat(new String(message, StandardCharsets.UTF_8)).contains("|Mørk^Åse^^^");
        }
    }

    private static IntPredicate alternate(int remainder) {
        return number -> number % 2 == remainder;
    }

    /** What the spool loses of a report is made again. */
    private static void loseOneFile(Rehearsal rehearsal) throws Exception {
        await("in the spool", () -> rehearsal.number("select count(*) from series where state = 'TRANSCODED'"
                + " and origin = 'REPORT'") == REPORTS);
        try (Stream<Path> files = Files.walk(rehearsal.migration.dataDir().resolve("spool"))) {
            Files.delete(files.filter(file -> file.toString().endsWith(".dcm")).findFirst().orElseThrow());
        }
    }

    private void assertObjects(Orthanc target) throws IOException {
        List<String> texts = find(target, "SR");
        List<String> documents = find(target, "DOC");
        assertThat(texts).hasSize(REPORTS - 2);
        assertThat(documents).hasSize(2);
        Path sr = folder.resolve("sr.dcm");
        target.download("/instances/" + texts.get(0) + "/file", sr);
        String shown = Dcmtk.run(folder, Map.of(), "dsrdump", "+U8", sr.toString()).text();
        assertThat(new String(shown.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .contains("Basic Text SR Document", "Mørk^Åse", "Findings", "Lunger & hjerte: æøå", "Impression",
                        "Intet abnormt", "VERIFIED", "Læge^Åse")
                .doesNotContainPattern("(?m)^(E: |W: (?!The VR checker does not support this Specific Character Set))");
        String dump = Dcmtk.run(folder, Map.of(), "dcmdump", sr.toString()).text();
        assertThat(dump).containsPattern("\\(0010,0020\\) LO \\[PLAN[12]")
                .containsPattern("\\(0008,0050\\) SH \\[ACC[12]")
                .doesNotContainPattern("(?m)^[EW]: ");
        Path document = folder.resolve("document.dcm");
        target.download("/instances/" + documents.get(0) + "/file", document);
        Path pdf = folder.resolve("document.pdf");
        assertThat(Dcmtk.run(folder, Map.of(), "dcm2pdf", document.toString(), pdf.toString()).exitValue()).isZero();
        assertThat(pdf).hasBinaryContent(PDF);
    }

    private static List<String> find(Orthanc target, String modality) throws IOException {
        String found = target.post("/tools/find", "{\"Level\": \"Instance\", \"Query\": {\"Modality\": \"" + modality
                + "\"}}");
        List<String> ids = new ArrayList<>();
        Matcher id = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{8}){4}").matcher(found);
        while (id.find()) {
            ids.add(id.group());
        }
        return ids;
    }

    private static void assertShown(Rehearsal rehearsal) throws Exception {
        assertThat(rehearsal.migration.beside("hl7", "out", "list", "--state", "SENT"))
                .contains("0 waiting, 12 sent, 0 failed").doesNotContain("PLAN", "Mørk");
        assertThat(rehearsal.migration.beside("reports", "list")).contains("12 reports", "VERIFIED")
                .doesNotContain("PLAN", "Mørk");
        assertThat(rehearsal.migration.beside("status")).contains("outgoing HL7 messages: 12 sent", "reports: 12 sent");
        assertThat(rehearsal.migration.output()).doesNotContain("Mørk", "Læge", "\tat ");
    }
}
