package org.dromedary.operate.cli.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code dicom} tools against DCMTK's servers. */
class DicomToolsIT {

    @TempDir
    private Path temp;

    private List<GeneratedStudy> studies;
    private Set<String> uids;

    @BeforeEach
    void generate() throws IOException {
        studies = new StudyGenerator(17).objectsPerSeries(2).matrix(16).generate(8, temp.resolve("made"));
        uids = studies.stream().flatMap(study -> study.files().stream())
                .map(file -> file.getFileName().toString().replace(".dcm", "")).collect(Collectors.toSet());
    }

    private static Set<String> uidsIn(Path folder) throws IOException {
        return DicomToolsTest.filesIn(folder).stream().map(file -> {
            try {
                return Part10.readHead(file).getString(Tag.SOPInstanceUID);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }).collect(Collectors.toSet());
    }

    @Test
    void storescpTakesEveryObject() throws IOException {
        try (Dcmtk peer = Dcmtk.storescp(temp, Dcmtk.STOCK, "--accept-all")) {
            Tool tool = Tool.run("store", "127.0.0.1:" + peer.port(), "--called", "STORESCP", temp.resolve("made"));
            assertThat(tool.err()).isEmpty();
            assertThat(tool.exitCode()).isZero();
            assertThat(uidsIn(peer.folder())).isEqualTo(uids);
        }
    }

    @Test
    void dcmqrscpStoresFindsMovesAndGets() throws IOException {
        int port = Peers.freePort();
        try (Dcmtk peer = Dcmtk.dcmqrscp(temp, Dcmtk.STOCK, "QR", Map.of("MOVER", port))) {
            String address = "127.0.0.1:" + peer.port();
            GeneratedStudy study = studies.get(0);
            String key = "StudyInstanceUID=" + study.studyInstanceUid();
            assertThat(Tool.run("echo", address, "--called", "QR").exitCode()).isZero();
            assertThat(Tool.run("store", address, "--called", "QR", temp.resolve("made")).exitCode()).isZero();
            assertThat(Tool.run("find", address, "--called", "QR", "-k", "StudyDate").out()).contains("8 answers");
            Tool move = Tool.run("move", address, "--called", "QR", "--dest", "MOVER", "--calling", "MOVER",
                    "--port", port, "--out", temp.resolve("moved"), "-k", key);
            assertThat(move.err()).isEmpty();
            assertThat(uidsIn(temp.resolve("moved"))).hasSameSizeAs(study.files());
            Tool get = Tool.run("get", address, "--called", "QR", "-k", key, "--out", temp.resolve("got"));
            assertThat(get.err()).isEmpty();
            assertThat(uidsIn(temp.resolve("got"))).isEqualTo(uidsIn(temp.resolve("moved")));
        }
    }

    @Test
    void receivedFilesAreReadByDcmdump() throws IOException {
        Path out = temp.resolve("received");
        int port = Peers.freePort();
        try (Dcmtk peer = Dcmtk.dcmqrscp(temp, Dcmtk.STOCK, "QR", Map.of("MOVER", port))) {
            String address = "127.0.0.1:" + peer.port();
            Tool.run("store", address, "--called", "QR", temp.resolve("made"));
            for (GeneratedStudy study : studies) {
                Tool.run("get", address, "--called", "QR", "--out", out,
                        "-k", "StudyInstanceUID=" + study.studyInstanceUid());
            }
        }
        assertThat(uidsIn(out)).isEqualTo(uids);
        for (Path file : DicomToolsTest.filesIn(out)) {
            Peers.Output dump = Dcmtk.run(temp, Dcmtk.STOCK, "dcmdump", "-q", file.toString());
            assertThat(dump.exitValue()).as(file.toString()).isZero();
            assertThat(Files.size(file)).isPositive();
        }
    }
}
