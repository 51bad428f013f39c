package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows and key images of CSV files on their way through the whole program. */
class PresentationIT {

    private final Path folder = ServicesResource.newDataDir();

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(200)).ignoreExceptions()
                .until(condition);
    }

    @Test
    void rowsBecomeObjectsOfTheirStudyAtTheTarget() throws Exception {
        StudyGenerator generator = new StudyGenerator(7).matrix(8).objectsPerSeries(2).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 2)) {
            StringBuilder windows = new StringBuilder("sop_instance_uid,center,width\n");
            StringBuilder keys = new StringBuilder("sop_instance_uid,title\n");
            List<DataSet> images = heads(rehearsal.source().objects(), "CT");
            for (DataSet image : images) {
                windows.append(image.getString(Tag.SOPInstanceUID)).append(",40,400\n");
                keys.append(image.getString(Tag.SOPInstanceUID)).append(",For Teaching\n");
            }
            Path windowFile = Files.writeString(folder.resolve("windows.csv"), windows);
            Path keyFile = Files.writeString(folder.resolve("keys.csv"), keys);
            rehearsal.source().close();
            rehearsal.migration.start("run");
            await("start", () -> rehearsal.migration.output().contains("Dromedary has started"));
            rehearsal.migration.beside("presentation", "import", "--windows", windowFile.toString(), "--key-images",
                    keyFile.toString());
            rehearsal.restartSource();
            await("made objects are at the target", () -> rehearsal.number(
                    "select count(*) from series where state = 'VERIFIED' and origin = 'PRESENTATION'") == 4);
            assertObjects(rehearsal, images.stream().map(image -> image.getString(Tag.SeriesInstanceUID)).distinct()
                    .count());
            assertThat(rehearsal.migration.beside("presentation", "list")).contains("MADE").doesNotContain("WAITING");
            rehearsal.assertBooksBalance();
        }
    }

    private void assertObjects(Rehearsal rehearsal, long imageSeries) throws IOException {
        Map<String, Path> arrived = rehearsal.target().objects();
        assertThat(heads(arrived, "PR")).hasSize((int) imageSeries);
        assertThat(heads(arrived, "KO")).hasSize(2);
        Peers.require("dciodvfy");
        for (Path file : arrived.values()) {
            if (List.of("PR", "KO").contains(Part10.readHead(file).getString(Tag.Modality))) {
                assertThat(Peers.run(folder, Map.of(), "dciodvfy", file.toString()).text()).doesNotContain("Error");
            }
        }
    }

    private static List<DataSet> heads(Map<String, Path> objects, String modality) throws IOException {
        List<DataSet> heads = new ArrayList<>();
        for (Path file : objects.values()) {
            DataSet head = Part10.readHead(file);
            if (modality.equals(head.getString(Tag.Modality))) {
                heads.add(head);
            }
        }
        return heads;
    }
}
