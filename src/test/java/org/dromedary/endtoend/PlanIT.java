package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.StudyGenerator;
import org.junit.jupiter.api.Test;

/** The whole way of a plan with the packaged program: match, review, rehearse, freeze, run, and decide later. */
class PlanIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void planIsAppliedAndWhatIsHeldFollowsOnceAVersionDecides() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(new StudyGenerator(7).matrix(16).objectsPerSeries(2), 3)) {
            List<String> studies = rehearsal.studies().stream().map(study -> study.studyInstanceUid()).toList();
            inventoryOnly(rehearsal);
            exams(rehearsal);
            command(rehearsal, "reconcile", "match");
            answer(rehearsal, Map.of(studies.get(0), "E1", studies.get(1), "hold", studies.get(2), "none"));
            assertThat(command(rehearsal, "reconcile", "rehearse", "--draft")).contains("(0010,0020) PatientID")
                    .contains("MATCH", "HOLD", "NONE").doesNotContain("Nordahl");
            assertThat(command(rehearsal, "reconcile", "freeze", "--user", "kim"))
                    .contains("Version 1 of the plan changes 3 studies").contains("match 1, review 0, none 1, hold 1");

            rehearsal.migration.set("dromedary.pace.always.retrieve.stopped", "false");
            rehearsal.endsWith(3, rehearsal.migration.start());
            assertThat(rehearsal.studiesAtTarget()).containsExactlyInAnyOrder(studies.get(0), studies.get(2));
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED, SeriesState.HELD);
            assertThat(patientIds(rehearsal).get(studies.get(0))).isEqualTo("RIS-P1");
            assertThat(patientIds(rehearsal).get(studies.get(2))).doesNotStartWith("RIS-");

            answer(rehearsal, Map.of(studies.get(1), "E2"));
            assertThat(command(rehearsal, "reconcile", "freeze")).contains("Version 2 of the plan changes 1 studies")
                    .containsPattern("[1-9]\\d* series that waited for the plan go on");
            rehearsal.endsWith(0, rehearsal.migration.start());
            assertThat(patientIds(rehearsal).get(studies.get(1))).isEqualTo("RIS-P2");
            assertThat(command(rehearsal, "status")).contains("plan version 2", "match 2 studies");
            rehearsal.assertBooksBalance();
        }
    }

    private static void inventoryOnly(Rehearsal rehearsal) throws Exception {
        rehearsal.migration.set("dromedary.pace.always.retrieve.stopped", "true");
        Process process = rehearsal.migration.start("run");
        await().atMost(LIMIT).ignoreExceptions().until(() -> rehearsal.number("select count(*) from study") == 3
                && rehearsal.number("select count(*) from query_window where state = 'OPEN'") == 0);
        process.destroy();
        rehearsal.migration.awaitEnd(process, LIMIT);
    }

    private static void exams(Rehearsal rehearsal) throws SQLException {
        rehearsal.migration.sql(sql -> {
            for (int i = 1; i <= 2; i++) {
                sql.update("""
                        insert into ris_patient (patient_id, issuer, last_name, first_name, birth_date, sex, origin,
                            updated_at) values (?, 'HOSP', 'Nordahl', 'Åse', '1968-10-16', 'F', 'CSV', now())""",
                        "RIS-P" + i);
                sql.update("""
                        insert into ris_exam (exam_id, ris_patient_id, accession, performed, modality, origin,
                            updated_at) select ?, id, ?, now(), 'CT', 'CSV', now() from ris_patient
                        where patient_id = ?""", "E" + i, "RIS-A" + i, "RIS-P" + i);
            }
            return null;
        });
    }

    /** As a person does in a spreadsheet. */
    private static void answer(Rehearsal rehearsal, Map<String, String> answers) throws Exception {
        Path file = rehearsal.migration.dataDir().resolveSibling("review.csv");
        command(rehearsal, "reconcile", "review", "export", "--out", file.toString());
        StringBuilder csv = new StringBuilder("study_uid,candidate,answer\r\n");
        assertThat(Files.readString(file)).contains(answers.keySet());
        answers.forEach((study, answer) -> csv.append(study).append(",,").append(answer).append("\r\n"));
        Files.writeString(file, csv);
        assertThat(command(rehearsal, "reconcile", "review", "import", "--in", file.toString(), "--user", "kim"))
                .contains(answers.size() + " answers, " + answers.size() + " of them new");
    }

    private static String command(Rehearsal rehearsal, String... words) throws IOException, InterruptedException {
        String printed = rehearsal.migration.beside(words);
        assertThat(printed).doesNotContain("\tat ", "Exception");
        return printed;
    }

    private static Map<String, String> patientIds(Rehearsal rehearsal) throws IOException {
        Map<String, String> ids = new HashMap<>();
        for (Path file : rehearsal.target().objects().values()) {
            DataSet head = Part10.readHead(file);
            ids.put(head.getString(Tag.StudyInstanceUID), head.getString(Tag.PatientID));
        }
        return ids;
    }
}
