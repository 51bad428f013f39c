package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator and the generator as DCMTK's tools see them. */
class ArchiveSimulatorIT {

    private static final Pattern ANSWER = Pattern.compile("Find Response: *\\d+");

    @TempDir
    private Path temp;

    private ArchiveSimulator archive;
    private List<GeneratedStudy> studies;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(temp.resolve("archive")).aeTitle("ARCHIVE").start();
        studies = new StudyGenerator(23).objectsPerSeries(2).matrix(16).generate(10, archive);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    private Peers.Output run(String program, String... options) throws IOException {
        String[] command = new String[options.length + 5];
        command[0] = program;
        command[1] = "-aec";
        command[2] = "ARCHIVE";
        System.arraycopy(options, 0, command, 3, options.length);
        command[command.length - 2] = "127.0.0.1";
        command[command.length - 1] = Integer.toString(archive.port());
        return Dcmtk.run(temp, Dcmtk.STOCK, command);
    }

    private static long answers(Peers.Output find) {
        return ANSWER.matcher(find.text()).results().count();
    }

    @Test
    void echoscuIsAnswered() throws IOException {
        assertThat(run("echoscu").exitValue()).isZero();
    }

    @Test
    void findscuFindsAtEveryLevel() throws IOException {
        String study = "StudyInstanceUID=" + studies.get(0).studyInstanceUid();
        assertThat(answers(run("findscu", "-v", "-P", "-k", "QueryRetrieveLevel=PATIENT", "-k", "PatientID=DRM*")))
                .isEqualTo(studies.stream().map(GeneratedStudy::patientId).distinct().count());
        assertThat(answers(run("findscu", "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID")))
                .isEqualTo(10);
        assertThat(answers(run("findscu", "-v", "-S", "-k", "QueryRetrieveLevel=SERIES", "-k", study,
                "-k", "SeriesInstanceUID"))).isEqualTo(2);
        assertThat(answers(run("findscu", "-v", "-S", "-k", "QueryRetrieveLevel=IMAGE", "-k", study,
                "-k", "SOPInstanceUID"))).isEqualTo(4);
    }

    @Test
    void movescuBringsEveryStudyToStorescp() throws IOException {
        try (Dcmtk storescp = Dcmtk.storescp(temp, Dcmtk.NO_DELAY, "--accept-all")) {
            archive.destination("STORESCP", "127.0.0.1", storescp.port());
            for (GeneratedStudy study : studies) {
                assertThat(run("movescu", "-S", "-aem", "STORESCP", "-k", "QueryRetrieveLevel=STUDY",
                        "-k", "StudyInstanceUID=" + study.studyInstanceUid()).exitValue()).isZero();
            }
            assertThat(Scu.filesBelow(storescp.folder())).hasSize(archive.size());
        }
    }

    @Test
    void getscuBringsAStudyOfEveryKind() throws IOException {
        for (GeneratedStudy study : studies.subList(0, StudyKind.values().length)) {
            Path out = Files.createDirectories(temp.resolve(study.studyInstanceUid()));
            run("getscu", "-S", "-od", out.toString(), "-k", "QueryRetrieveLevel=STUDY",
                    "-k", "StudyInstanceUID=" + study.studyInstanceUid());
            assertThat(Scu.filesBelow(out)).hasSameSizeAs(study.files());
        }
    }

    @Test
    void storescuFillsAnEmptySimulator() throws IOException {
        archive.objects().keySet().forEach(archive::remove);
        Path made = temp.resolve("made");
        List<GeneratedStudy> more = new StudyGenerator(29).objectsPerSeries(2).matrix(16).generate(8, made);
        Peers.Output output = Dcmtk.run(temp, Dcmtk.NO_DELAY, "storescu", "-R", "-aec", "ARCHIVE", "+sd", "+r",
                "127.0.0.1", Integer.toString(archive.port()), made.toString());
        assertThat(output.exitValue()).as(output.text()).isZero();
        assertThat(archive.size()).isEqualTo(more.stream().mapToInt(study -> study.files().size()).sum());
    }

    @Test
    void silentCapAndCancelReachFindscu() throws IOException {
        archive.faults().next(1, new QueryFault.CapSilently(4));
        assertThat(answers(run("findscu", "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID")))
                .isEqualTo(4);
        archive.faults().next(1, new QueryFault.CapWithCancel(4));
        assertThat(run("findscu", "-d", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID").text())
                .containsIgnoringCase("cancel");
    }

    @Test
    void dcmdumpReadsEveryGeneratedFile() throws IOException {
        for (GeneratedStudy study : studies) {
            for (Path file : study.files()) {
                Peers.Output dump = Dcmtk.run(temp, Dcmtk.STOCK, "dcmdump", file.toString());
                assertThat(dump.exitValue()).isZero();
                assertThat(dump.text()).doesNotContain("E: ").doesNotContain("W: ").contains("2.25.");
            }
        }
    }
}
