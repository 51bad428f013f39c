package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archives.archive.Endpoints;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.operate.settings.Settings;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCheckTest {

    @TempDir
    private Path folder;
    private final Faults faults = new Faults();
    private final List<String> problems = new ArrayList<>();
    private final int port = Peers.freePort();
    private ArchiveSimulator archive;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(folder).aeTitle("PACS").faults(faults).destination("DROMEDARY", "127.0.0.1", port)
                .start();
        new StudyGenerator(3).matrix(16).objectsPerSeries(2).kinds(StudyKind.CT).generate(2, archive);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    private Settings settings() {
        String at = Integer.toString(archive.port());
        return Settings.load(Map.of("dromedary.source.aet", "PACS", "dromedary.source.host", "127.0.0.1",
                "dromedary.source.port", at, "dromedary.target.aet", "PACS", "dromedary.target.host", "127.0.0.1",
                "dromedary.target.port", at, "dromedary.local.port", Integer.toString(port),
                "dromedary.local.bind", "127.0.0.1"));
    }

    private ArchiveCheck check(Endpoints endpoints) {
        return new ArchiveCheck(endpoints, settings().map(ArchiveSettings.Local.class),
                settings().map(ArchiveSettings.Limits.class), TlsParties.of(settings()), problems);
    }

    private String printed(Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String source(RetrieveMethod method) {
        return printed(() -> check(Endpoints.of(settings().map(ArchiveSettings.Source.class))).source(method));
    }

    private String target() {
        return printed(() -> check(Endpoints.of(settings().map(ArchiveSettings.Target.class))).target(true, false));
    }

    @Test
    void oneObjectIsFetchedByEachService() {
        assertThat(source(RetrieveMethod.MOVE)).containsPattern("C-FIND at IMAGE level +success")
                .containsPattern("C-MOVE of one object +success \\(0x0000\\), 1 came")
                .containsPattern("C-GET of one object +success \\(0x0000\\), 1 came");
        assertThat(problems).isEmpty();
    }

    @Test
    void sourceThatDoesNotKnowUsIsNamedWhateverItAnswers() {
        faults.set(new RetrieveFault.FailWith(0xC000, null));
        source(RetrieveMethod.MOVE);
        assertThat(problems).singleElement().asString().contains("source gives nothing by C-MOVE", "0xC000",
                "does the source know DROMEDARY as a destination", "port " + port);
    }

    @Test
    void portInUseIsToldInsteadOfARetrieve() throws IOException {
        try (ScpServer other = ScpServer.builder().port(port).build().start()) {
            assertThat(source(RetrieveMethod.MOVE)).contains("not tried: port " + port + " is in use");
            assertThat(other.port()).isEqualTo(port);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void refusedLevelsAreNamed() {
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900));
        assertThat(source(RetrieveMethod.MOVE)).containsPattern("C-FIND at IMAGE level +failure: .*0xA900")
                .containsPattern("C-MOVE of one object +success \\(0x0000\\), 2 came");
        assertThat(problems).isEmpty();
        target();
        assertThat(problems).singleElement().asString().contains("target refuses C-FIND at IMAGE level",
                "dromedary.verify.fallback", "dromedary.verify.method=STORE_STATUS");
        problems.clear();
        faults.set(new QueryFault.RefuseLevel(QueryLevel.SERIES, 0xC000));
        assertThat(source(RetrieveMethod.MOVE)).contains("not tried: no series was found");
        assertThat(problems).singleElement().asString().contains("source refuses C-FIND at SERIES level");
    }

    @Test
    void archiveIsCheckedWithoutVerificationAndInPatientRoot() {
        faults.set(new AssociationFault.PatientRootOnly());
        faults.set(new AssociationFault.RejectEchoAssociations());
        faults.set(new AssociationFault.NoEcho());
        faults.set(new QueryFault.RequirePatientId(EnumSet.of(QueryLevel.STUDY, QueryLevel.SERIES,
                QueryLevel.IMAGE)));
        assertThat(source(RetrieveMethod.MOVE)).contains("not offered; not needed")
                .containsPattern("PatientRootQueryRetrieveInformationModelFind +accepted")
                .containsPattern("StudyRootQueryRetrieveInformationModelFind +not accepted")
                .containsPattern("C-MOVE of one object +success \\(0x0000\\), 1 came");
        assertThat(problems).isEmpty();
    }

    @Test
    void oneContextOnAnAssociationIsNoProblem() {
        faults.set(new AssociationFault.OneContext());
        assertThat(source(RetrieveMethod.MOVE)).contains("accepted if proposed alone")
                .containsPattern("C-MOVE of one object +success \\(0x0000\\), 1 came");
        assertThat(problems).isEmpty();
    }
}
