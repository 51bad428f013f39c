package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A day-by-day feed of a RIS ends where its export and the truth stand. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RisScenarioTest {

    @Inject
    DataSource dataSource;

    @Inject
    CoercionSettings coercion;

    @Inject
    OrderPriority priority;

    private Path scenario;

    @BeforeEach
    void beginWithoutPatients() {
        scenario = Corpus.root().resolve("hl7/scenario");
        QuarkusTransaction.requiringNew().run(() -> {
            Sql sql = Sql.over(dataSource);
            sql.update("delete from ris_exam");
            sql.update("delete from ris_other_id");
            sql.update("update ris_patient set merged_into = null");
            sql.update("delete from ris_patient");
        });
    }

    private List<Hl7Message> messages() throws IOException, Hl7FormatException {
        List<Hl7Message> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(scenario.resolve("messages"))) {
            for (Path file : files.sorted().toList()) {
                messages.add(Hl7Message.parse(Files.readString(file, StandardCharsets.UTF_8)));
            }
        }
        messages.sort(Comparator.comparing(message -> message.segments().get(0).get(7)));
        return messages;
    }

    private List<CSVRecord> csv(String name, char delimiter) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setHeader().setSkipHeaderRecord(true)
                .get();
        return format.parse(Files.newBufferedReader(scenario.resolve(name), StandardCharsets.UTF_8)).getRecords();
    }

    /** Exam ids to what is known, the patient being the one that goes on. */
    private Map<String, Map<String, String>> exams() {
        Map<String, Map<String, String>> exams = new LinkedHashMap<>();
        Sql sql = Sql.over(dataSource);
        RisLedger ledger = new RisLedger(sql);
        ledger.exams().forEach(exam -> {
            Person person = ledger.survivor(exam.patientId(), exam.issuer()).orElseThrow();
            exams.put(exam.examId(), Map.of("patient", person.patientId(), "accession", exam.accession(), "study",
                    exam.studyUid(), "modality", exam.modality(), "code", exam.procedureCode(), "text",
                    exam.procedureText(), "status", exam.status(), "performed", exam.performed(), "name",
                    person.dicomName(), "born", String.valueOf(person.birthDate())));
        });
        return exams;
    }

    @Test
    void inventoryAgreesWithTruthAndExportAfterAllMessages() throws Exception {
        // This RIS fills the fields of an order one further on than IHE asks for.
        RisSettings settings = Settings.load(Map.of("dromedary.ris.modality", "IPC-5,OBR-24,OBR-25",
                "dromedary.ris.requested-procedure-id", "IPC-2,OBR-20")).map(RisSettings.class);
        RisFeed feed = new RisFeed(dataSource, settings, coercion, priority);
        long number = 1;
        for (Hl7Message message : messages()) {
            assertThat(feed.wants(message.type(), message.trigger())).isTrue();
            feed.take(number++, message, new Outcome());
        }
        Map<String, Map<String, String>> exams = exams();
        List<String> differences = new ArrayList<>();
        for (CSVRecord truth : csv("scenario-truth.csv", ',')) {
            Map<String, String> exam = Optional.ofNullable(exams.get(truth.get("order_id"))).orElse(Map.of());
            differ(differences, truth.get("order_id"), exam.get("patient"), truth.get("correct_patient_id"));
            differ(differences, truth.get("order_id"), exam.get("accession"), truth.get("correct_accession"));
        }
        for (CSVRecord row : csv("ris-orders.csv", ';')) {
            Map<String, String> exam = exams.get(row.get("order_id"));
            if (exam != null) {
                differ(differences, row.get("order_id"), exam.get("modality"), row.get("modality"));
                differ(differences, row.get("order_id"), exam.get("code"), row.get("procedure_code"));
                differ(differences, row.get("order_id"), exam.get("text"), row.get("procedure_text"));
                differ(differences, row.get("order_id"), exam.get("name"), (row.get("last_name") + "^"
                        + row.get("first_name") + "^" + row.get("middle_name")).replaceFirst("\\^+$", ""));
                differ(differences, row.get("order_id"), exam.get("performed"), LocalTimes.text(LocalDateTime.parse(
                        row.get("performed"), DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm"))));
            }
        }
        assertThat(exams).hasSize(90);
        // The message writes that Patient ID with a caret that is not escaped: as HL7, it is another one.
        assertThat(differences).containsExactly("O001034: HELLO instead of HELLO^A");
    }

    private static void differ(List<String> differences, String order, String is, String shouldBe) {
        if (!shouldBe.equals(is)) {
            differences.add(order + ": " + is + " instead of " + shouldBe);
        }
    }
}
