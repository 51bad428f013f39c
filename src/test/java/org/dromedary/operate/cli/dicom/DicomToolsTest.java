package org.dromedary.operate.cli.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dromedary.dicom.data.Part10;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StoreFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code dicom} tools against the simulator, in this process. */
class DicomToolsTest {

    @TempDir
    private Path temp;

    private ArchiveSimulator archive;
    private List<GeneratedStudy> studies;
    private String address;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(temp.resolve("archive")).aeTitle("ARCHIVE").start();
        studies = new StudyGenerator(11).objectsPerSeries(2).matrix(16).generate(5, archive);
        address = "127.0.0.1:" + archive.port();
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    static byte[] dataSetOf(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        return Arrays.copyOfRange(whole, (int) Part10.readMeta(file).dataSetOffset(), whole.length);
    }

    static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String study(int number) {
        return "StudyInstanceUID=" + studies.get(number).studyInstanceUid();
    }

    private void assertSameObjects(Path folder, List<Path> originals) throws IOException {
        assertThat(filesIn(folder)).hasSameSizeAs(originals);
        for (Path original : originals) {
            assertThat(dataSetOf(folder.resolve(original.getFileName()))).isEqualTo(dataSetOf(original));
        }
    }

    @Nested
    class Echo {

        @Test
        void answeringPeerGivesExitCodeZero() {
            Tool tool = Tool.run("echo", address, "--called", "ARCHIVE");
            assertThat(tool.exitCode()).isZero();
            assertThat(tool.out()).contains("ARCHIVE at " + address + " answers");
        }

        @Test
        void wrongCalledAeTitleIsNamedInOneLine() {
            assertOneLine(Tool.run("echo", address, "--called", "NOBODY"), "called AE title not recognized");
        }

        @Test
        void closedPortAndUnknownHostAndBadAddressAreToldApart() {
            assertOneLine(Tool.run("echo", "127.0.0.1:" + Peers.freePort(), "--called", "X"),
                    "nothing accepts connections there");
            assertOneLine(Tool.run("echo", "no-such-host.invalid:104", "--called", "X"), "host name is not known");
            assertOneLine(Tool.run("echo", "somewhere", "--called", "X"), "is not HOST:PORT");
        }

        private void assertOneLine(Tool tool, String words) {
            assertThat(tool.exitCode()).isEqualTo(1);
            assertThat(tool.err()).contains(words).doesNotContain("Exception").containsOnlyOnce("\n");
        }
    }

    @Nested
    class Find {

        @Test
        void studiesComeAsATable() {
            Tool tool = Tool.run("find", address, "--called", "ARCHIVE");
            assertThat(tool.exitCode()).isZero();
            assertThat(tool.out()).contains("StudyDate").contains(studies.get(2).studyInstanceUid())
                    .endsWith("5 answers" + System.lineSeparator());
        }

        @Test
        void keysLimitTheAnswersAndJsonHasOneLineEach() {
            Tool tool = Tool.run("find", address, "--called", "ARCHIVE", "--level", "SERIES", "-k", study(1),
                    "-k", "Modality=MR", "--json");
            assertThat(tool.out().lines()).hasSize(2).allSatisfy(line ->
                    assertThat(line).startsWith("{").contains("\"00080060\":{\"vr\":\"CS\",\"Value\":[\"MR\"]}"));
        }

        @Test
        void unknownKeywordIsExplained() {
            Tool tool = Tool.run("find", address, "--called", "ARCHIVE", "-k", "StudyDat=2024");
            assertThat(tool.exitCode()).isEqualTo(1);
            assertThat(tool.err()).contains("'StudyDat' is neither a keyword");
        }
    }

    @Nested
    class Store {

        @Test
        void folderIsSentAsItIs() throws IOException {
            try (ArchiveSimulator target = ArchiveSimulator.in(temp.resolve("target")).aeTitle("TARGET").start()) {
                Tool tool = Tool.run("store", "127.0.0.1:" + target.port(), "--called", "TARGET",
                        archive.folder(), "--parallel", "2");
                assertThat(tool.err()).isEmpty();
                assertThat(tool.exitCode()).isZero();
                assertThat(tool.out()).contains(archive.size() + " objects").contains("MB/s");
                for (Map.Entry<String, Path> object : archive.objects().entrySet()) {
                    assertThat(dataSetOf(target.objects().get(object.getKey())))
                            .isEqualTo(dataSetOf(object.getValue()));
                }
            }
        }

        @Test
        void unreadableFileGetsALineAndExitCodeTwo() throws IOException {
            Path notDicom = Files.writeString(temp.resolve("notes.txt"), "no DICOM");
            Tool tool = Tool.run("store", address, "--called", "ARCHIVE", notDicom, studies.get(0).files().get(0));
            assertThat(tool.exitCode()).isEqualTo(2);
            assertThat(tool.err()).contains("Not sent: " + notDicom).containsOnlyOnce("\n");
            assertThat(tool.out()).contains("1 object,");
        }

        @Test
        void refusedObjectIsNamedWithItsStatusInWords() {
            archive.faults().next(1, new StoreFault.FailWith(0xA700, "disk full"));
            Tool tool = Tool.run("store", address, "--called", "ARCHIVE", studies.get(0).files().get(0));
            assertThat(tool.exitCode()).isEqualTo(1);
            assertThat(tool.err()).contains("out of resources").contains("disk full");
        }

        @Test
        void missingPathIsExplained() {
            Tool tool = Tool.run("store", address, "--called", "ARCHIVE", temp.resolve("nowhere"));
            assertThat(tool.exitCode()).isNotZero();
            assertThat(tool.err()).contains("there is no file or folder");
        }
    }

    @Nested
    class Retrieve {

        @Test
        void getWritesTheStudysFiles() throws IOException {
            Tool tool = Tool.run("get", address, "--called", "ARCHIVE", "-k", study(4), "--out", temp.resolve("got"));
            assertThat(tool.err()).isEmpty();
            assertThat(tool.exitCode()).isZero();
            assertSameObjects(temp.resolve("got"), studies.get(4).files());
        }

        @Test
        void moveReceivesWhatItAsksFor() throws IOException {
            int port = Peers.freePort();
            archive.destination("MOVER", "127.0.0.1", port);
            Tool tool = Tool.run("move", address, "--called", "ARCHIVE", "--dest", "MOVER", "--port", port,
                    "--out", temp.resolve("moved"), "-k", study(3));
            assertThat(tool.err()).isEmpty();
            assertThat(tool.exitCode()).isZero();
            assertSameObjects(temp.resolve("moved"), studies.get(3).files());
        }

        @Test
        void failedSubOperationsAreTold() {
            archive.faults().next(1, new RetrieveFault.FailObjects(1));
            Tool tool = Tool.run("get", address, "--called", "ARCHIVE", "-k", study(0), "--out", temp.resolve("got"));
            assertThat(tool.exitCode()).isEqualTo(1);
            assertThat(tool.err()).contains("3 completed, 1 failed").contains("Failed: 2.25.");
        }

        @Test
        void unknownDestinationIsTold() {
            Tool tool = Tool.run("move", address, "--called", "ARCHIVE", "--dest", "NOBODY", "-k", study(0));
            assertThat(tool.exitCode()).isEqualTo(1);
            assertThat(tool.err()).contains("move destination unknown");
        }

        @Test
        void missingUniqueKeyIsExplained() {
            Tool tool = Tool.run("get", address, "--called", "ARCHIVE", "--level", "SERIES", "--out", temp);
            assertThat(tool.err()).contains("-k SeriesInstanceUID=");
        }
    }

    @Nested
    class Scp {

        @Test
        void receiverEndsAfterTheCountAndPrintsHashes() throws Exception {
            int port = Peers.freePort();
            Path out = temp.resolve("received");
            CompletableFuture<Tool> scp = CompletableFuture.supplyAsync(() -> Tool.run("scp", "--port", port,
                    "--out", out, "--sha256", "--count", 4, "--idle", 60));
            await().atMost(Duration.ofSeconds(20)).until(() ->
                    Tool.run("echo", "127.0.0.1:" + port, "--called", "ANY").exitCode() == 0);
            Tool.run("store", "127.0.0.1:" + port, "--called", "ANY", studies.get(0).files().get(0).getParent(),
                    studies.get(0).files().get(2).getParent());
            Tool tool = scp.join();
            assertThat(tool.exitCode()).isZero();
            assertThat(tool.out()).contains("4 objects");
            assertSameObjects(out, studies.get(0).files());
            for (Path file : studies.get(0).files()) {
                assertThat(tool.out()).contains(HexFormat.of().formatHex(
                        MessageDigest.getInstance("SHA-256").digest(dataSetOf(file))));
            }
        }

        @Test
        void idleReceiverEndsByItself() {
            Tool tool = Tool.run("scp", "--port", 0, "--out", temp.resolve("received"), "--idle", 1);
            assertThat(tool.exitCode()).isZero();
            assertThat(tool.out()).contains("0 objects");
        }

        @Test
        void portInUseIsExplained() {
            Tool tool = Tool.run("scp", "--port", archive.port(), "--out", temp.resolve("received"));
            assertThat(tool.exitCode()).isEqualTo(1);
            assertThat(tool.err()).contains("Receiving at 127.0.0.1:" + archive.port()).contains("in use");
        }
    }
}
