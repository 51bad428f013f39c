package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.SeriesState;
import org.dromedary.operate.embedded.HttpFile;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.MllpClient;
import org.dromedary.testing.MllpPeer;
import org.dromedary.testing.Peers;
import org.dromedary.testing.Untouched;
import org.junit.jupiter.api.Test;

/** What the RIS tells by MLLP before, while and after the hospital moves, with the packaged program. */
class RisFeedIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DateTimeFormatter HL7 =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'").withZone(ZoneOffset.UTC);
    private static final int OBJECTS = 2;
    private static final String PAUSED = "{\"stage\": \"retrieve\"}";

    private final int port = Peers.freePort();
    private final StringBuilder shown = new StringBuilder();
    /** The first object of each study at the source, by the archive's Patient ID; two studies are one patient's. */
    private final Map<String, List<DataSet>> patients = new LinkedHashMap<>();
    private int messages;

    @Test
    void studiesFollowWhatTheRisSaysBeforeWhileAndAfterTheyMove() throws Exception {
        StudyGenerator generator = new StudyGenerator(9).matrix(8).objectsPerSeries(OBJECTS).kinds(StudyKind.CT);
        try (MllpPeer newSystem = MllpPeer.start(); Rehearsal rehearsal = Rehearsal.of(generator, 5)) {
            for (GeneratedStudy study : rehearsal.studies()) {
                patients.computeIfAbsent(study.patientId(), id -> new ArrayList<>())
                        .add(Part10.readHead(study.files().get(0)));
            }
            rehearsal.migration.set("dromedary.hl7.mllp-port", Integer.toString(port))
                    .set("dromedary.hl7.out.host", "127.0.0.1")
                    .set("dromedary.hl7.out.port", Integer.toString(newSystem.port()))
                    .set("dromedary.retrieve.consumers", "1").set("dromedary.store.consumers", "1");
            Process process = inventoryWithRetrievePaused(rehearsal);
            List<String> ids;
            try (MllpClient ris = new MllpClient(port)) {
                ids = planFollowsFeedAndUrgentPatientGoesFirst(rehearsal, ris);
                changesAfterTheMoveAreListedAndChosen(rehearsal, ris, ids);
            }
            process.destroy();
            rehearsal.migration.awaitEnd(process, LIMIT);
            forwardsAndResendsUntilDone(rehearsal, newSystem, ids);
            assertThat(shown).contains("ORM^O01", "corrections").doesNotContain("Nyhus", "Dahl^", "H-DRM");
            shown.append(rehearsal.migration.output());
            patients.forEach((id, studies) -> assertThat(shown)
                    .doesNotContain(id, studies.get(0).getString(Tag.PatientName), name(studies.get(0))));
        }
    }

    private Process inventoryWithRetrievePaused(Rehearsal rehearsal) throws Exception {
        rehearsal.source().close();
        Process process = rehearsal.migration.start("run");
        await("REST", () -> HttpFile.port(rehearsal.migration.dataDir()).isPresent());
        rest(rehearsal, "/api/pause", PAUSED);
        // Orders are read all at once; of this later one the status tells when.
        rest(rehearsal, "/api/pause", "{\"archive\": \"target\"}");
        await("pauses are in force", () -> targetIsPaused(rest(rehearsal, "/api/live", null)));
        rehearsal.restartSource();
        await("inventory", () -> rehearsal.number("select count(*) from series where state = 'QUEUED'") == 10);
        return process;
    }

    private static boolean targetIsPaused(JsonNode live) {
        return StreamSupport.stream(live.path("pace").spliterator(), false)
                .anyMatch(lane -> lane.path("archive").asText().equals("target")
                        && lane.path("state").asText().equals("PAUSED"));
    }

    /** Returns the archive's Patient IDs, in the order in which their series lie in the queue. */
    private List<String> planFollowsFeedAndUrgentPatientGoesFirst(Rehearsal rehearsal, MllpClient ris)
            throws Exception {
        for (List<DataSet> studies : patients.values()) {
            for (DataSet study : studies) {
                tell(ris, "ORM^O01", "20240301080000", pid(study, name(study)), order(study));
            }
            DataSet patient = studies.get(0);
            tell(ris, "ADT^A40", "20240302080000", renumbered(patient, name(patient)),
                    "MRG|" + patient.getString(Tag.PatientID) + "^^^HOSP^MR");
        }
        awaitTakenIn(rehearsal);
        assertThat(command(rehearsal, "reconcile", "match")).contains("5 studies");
        JsonNode frozen = rest(rehearsal, "/api/plan/freeze", "{\"note\": \"all of it\"}");
        assertThat(frozen.path("inForce").path("MATCH").asInt()).as("%s", frozen).isEqualTo(5);

        List<String> ids = rehearsal.migration.sql(sql -> sql.query("select p.patient_id from patient p"
                + " join study t on t.patient_id = p.id join series s on s.study_id = t.id"
                + " group by p.patient_id order by max(s.id)", row -> row.getString(1)));
        DataSet urgent = patients.get(ids.get(ids.size() - 1)).get(0);
        tell(ris, "ORM^O01", HL7.format(Instant.now()), renumbered(urgent, name(urgent)), "ORC|NW|E99",
                "TQ1|1" + "|".repeat(8) + "S", "OBR|1|E99|A99|CT^Chest");
        awaitTakenIn(rehearsal);
        command(rehearsal, "hl7", "list");
        rest(rehearsal, "/api/resume", "{\"archive\": \"target\"}");
        rest(rehearsal, "/api/resume", PAUSED);
        await("all are verified", () -> rehearsal.states().equals(Map.of(SeriesState.VERIFIED, 10L)));

        List<DataSet> arrived = new ArrayList<>();
        for (Path file : rehearsal.target().objects().values()) {
            arrived.add(Part10.readHead(file));
        }
        assertThat(arrived).hasSize(rehearsal.source().size()).allSatisfy(object -> {
            assertThat(object.getString(Tag.PatientID)).startsWith("H-DRM");
            assertThat(object.getString(Tag.IssuerOfPatientID)).isEqualTo("HOSP");
        });
        String first = "H-" + urgent.getString(Tag.PatientID);
        long objects = arrived.stream().filter(object -> first.equals(object.getString(Tag.PatientID))).count();
        // The broker may have handed one series to the stage's consumer before the order came.
        assertThat(arrived.subList(0, (int) objects + OBJECTS)).filteredOn(
                object -> first.equals(object.getString(Tag.PatientID))).hasSize((int) objects).isNotEmpty();
        return ids;
    }

    private void changesAfterTheMoveAreListedAndChosen(Rehearsal rehearsal, MllpClient ris, List<String> ids)
            throws Exception {
        DataSet renamed = patients.get(ids.get(0)).get(0);
        DataSet leftAlone = patients.get(ids.get(1)).get(0);
        tell(ris, "ADT^A08", "20240303080000", renumbered(renamed, "Nyhus^Åse"));
        tell(ris, "ADT^A08", "20240303080000", renumbered(leftAlone, "Dahl^Ada"));
        awaitTakenIn(rehearsal);
        assertThat(rehearsal.number("select count(*) from study where stale_since is not null")).isEqualTo(
                patients.get(ids.get(0)).size() + patients.get(ids.get(1)).size());
        assertThat(command(rehearsal, "reconcile", "corrections", "list")).contains("OPEN", "LIST", "name",
                renamed.getString(Tag.StudyInstanceUID), leftAlone.getString(Tag.StudyInstanceUID));
        Map<String, String> open = new HashMap<>();
        rest(rehearsal, "/api/corrections", null).forEach(action -> open.put(
                action.path("studyInstanceUid").asText(), action.path("id").asText()));
        for (DataSet study : patients.get(ids.get(1))) {
            String id = open.get(study.getString(Tag.StudyInstanceUID));
            assertThat(rest(rehearsal, "/api/corrections/" + id + "/dismiss",
                    "{\"because\": \"the new system has it\"}").path("state").asText()).isEqualTo("DISMISSED");
        }
        // Nothing is fetched again before the next run has heard of a merge.
        rest(rehearsal, "/api/pause", PAUSED);
        List<String> resend = new ArrayList<>(List.of("reconcile", "corrections", "resend"));
        patients.get(ids.get(0)).forEach(study -> resend.add(open.get(study.getString(Tag.StudyInstanceUID))));
        assertThat(command(rehearsal, resend.toArray(String[]::new))).contains("sends the study again");
        assertThat(rehearsal.number("select count(*) from study where stale_since is not null"))
                .isEqualTo(patients.get(ids.get(0)).size());
    }

    private void forwardsAndResendsUntilDone(Rehearsal rehearsal, MllpPeer newSystem, List<String> ids)
            throws Exception {
        rehearsal.migration.set("dromedary.ris.on-change", "FORWARD");
        Process process = rehearsal.migration.start();
        DataSet merged = patients.get(ids.get(2)).get(0);
        await("HL7", () -> {
            try (MllpClient ris = new MllpClient(port)) {
                return HttpFile.port(rehearsal.migration.dataDir()).isPresent();
            }
        });
        try (MllpClient ris = new MllpClient(port)) {
            tell(ris, "ADT^A40", "20240304080000", pid(merged, name(merged)).replaceFirst("DRM", "G-DRM"),
                    "MRG|H-" + merged.getString(Tag.PatientID) + "^^^HOSP^MR");
        }
        await("the merge is forwarded", () -> rehearsal.number(
                "select count(*) from hl7_outbound where state = 'SENT'") == 1);
        assertThat(command(rehearsal, "hl7", "out", "list", "--state", "SENT")).contains("1 sent");
        rest(rehearsal, "/api/resume", PAUSED);
        rehearsal.endsWith(0, process);

        assertThat(newSystem.received()).hasSize(1);
        assertThat(new String(newSystem.received().get(0), StandardCharsets.UTF_8)).contains("ADT^A40", "MRG|H-DRM");
        assertThat(rehearsal.number("select count(*) from corrective_action where state not in ('DONE', 'DISMISSED')"))
                .isZero();
        assertThat(rehearsal.number("select count(*) from study where stale_since is not null")).isZero();
        for (Map.Entry<String, Path> object : rehearsal.target().objects().entrySet()) {
            assertAsPlanned(Part10.read(rehearsal.source().objects().get(object.getKey())),
                    Part10.read(object.getValue()), ids.get(0));
        }
        rehearsal.assertBooksBalance();
        assertThat(rehearsal.migration.command("ledger", "check")).as(rehearsal.migration.output()).isZero();
        assertThat(command(rehearsal, "reconcile", "versions", "--check")).contains("Every version says what was");
    }

    /** The new name where it was sent again; what was there before is the source's, however often it was sent. */
    private static void assertAsPlanned(DataSet before, DataSet after, String renamed) {
        assertThat(Untouched.differences(before, after)).isEmpty();
        assertThat(after.getString(Tag.PatientID)).isEqualTo("H-" + before.getString(Tag.PatientID));
        assertThat(after.getString(Tag.PatientName)).isEqualTo(before.getString(Tag.PatientID).equals(renamed)
                ? "Nyhus^Åse" : name(before));
        List<DataSet> items = after.getItems(Tag.OriginalAttributesSequence);
        assertThat(items).hasSize(1);
        DataSet original = items.get(0).getItems(Tag.ModifiedAttributesSequence).get(0);
        assertThat(original.getString(Tag.PatientID)).isEqualTo(before.getString(Tag.PatientID));
        if (before.getString(Tag.PatientID).equals(renamed)) {
            assertThat(original.getString(Tag.PatientName)).isEqualTo(before.getString(Tag.PatientName));
        }
    }

    private static String name(DataSet object) {
        return object.getString(Tag.PatientName).split("=")[0];
    }

    private static String pid(DataSet object, String name) {
        return "PID|1||" + object.getString(Tag.PatientID) + "^^^HOSP^MR||" + name + "||"
                + object.getString(Tag.PatientBirthDate) + "|" + object.getString(Tag.PatientSex);
    }

    /** The patient under the number under which the RIS has this patient since the renumbering. */
    private static String renumbered(DataSet object, String name) {
        return pid(object, name).replaceFirst("DRM", "H-DRM");
    }

    private static String order(DataSet study) {
        String accession = study.getString(Tag.AccessionNumber);
        return "ORC|NW|E" + accession + "|||CM\rOBR|1|E" + accession + "|" + accession + "|CT^Generated CT|||"
                + study.getString(Tag.StudyDate) + study.getString(Tag.StudyTime) + "|".repeat(17) + "CT\rZDS|"
                + study.getString(Tag.StudyInstanceUID) + "^RIS^Application^DICOM";
    }

    private void tell(MllpClient ris, String type, String time, String... segments) throws IOException {
        String id = "M" + ++messages;
        assertThat(ris.ask("MSH|^~\\&|RIS|HOSP|DROMEDARY|HOSP|" + time + "||" + type + "|" + id
                + "|P|2.5.1||||||UNICODE UTF-8\r" + String.join("\r", segments) + "\r")).contains("MSA|AA|" + id);
    }

    private void awaitTakenIn(Rehearsal rehearsal) {
        await("messages are taken in", () -> rehearsal.number("select count(*) from hl7_message where state = 'DONE'")
                == messages);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }

    private String command(Rehearsal rehearsal, String... words) throws IOException, InterruptedException {
        String printed = rehearsal.migration.beside(words);
        assertThat(printed).doesNotContain("\tat ", "Exception");
        shown.append(printed);
        return printed;
    }

    /** Asks, or posts where there is a body. */
    private JsonNode rest(Rehearsal rehearsal, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                + HttpFile.port(rehearsal.migration.dataDir()).orElseThrow() + path))
                .header("Authorization", rehearsal.migration.authorization());
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        shown.append(answer.body());
        return MAPPER.readTree(answer.body());
    }
}
