package org.dromedary.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger;
import org.dromedary.pipeline.stage.StageLedger.Outcome;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target that can't be asked for single objects. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(VerifyStageTest.WithTarget.class)
class VerifyStageTest {

    private static final int PORT = Peers.freePort();
    private static final String AET = "T" + PORT;

    @Inject
    Archives archives;

    @Inject
    ArchiveQuery query;

    @Inject
    Spool spool;

    @Inject
    StageLedger stageLedger;

    @Inject
    Ledger ledger;

    private final Faults faults = new Faults();
    private final Path folder = ServicesResource.newDataDir();
    private ArchiveSimulator target;
    private String study;
    private String seriesUid;
    private List<String> objects;
    private long id;

    public static final class WithTarget implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.target.aet", AET, "dromedary.target.host", "127.0.0.1",
                    "dromedary.target.port", Integer.toString(PORT));
        }
    }

    private static final class Stage extends VerifyStage {
        Stage(VerifyStageTest test, String fallback) {
            super(test.archives, test.query, test.spool,
                    Settings.load(Map.of("dromedary.verify.fallback", fallback)).map(VerifySettings.class));
            ledger = test.stageLedger;
        }
    }

    @BeforeEach
    void storeASeries() throws IOException {
        target = ArchiveSimulator.in(folder).aeTitle(AET).port(PORT).faults(faults).start();
        GeneratedStudy generated = new StudyGenerator(System.nanoTime()).matrix(16).objectsPerSeries(3)
                .kinds(StudyKind.CT).generate(1, target).get(0);
        study = generated.studyInstanceUid();
        objects = new ArrayList<>();
        for (Path file : generated.files()) {
            DataSet head = Part10.readHead(file);
            seriesUid = seriesUid == null ? head.getString(Tag.SeriesInstanceUID) : seriesUid;
            if (seriesUid.equals(head.getString(Tag.SeriesInstanceUID))) {
                objects.add(head.getString(Tag.SOPInstanceUID));
            }
        }
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                objects.size()));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(seriesUid, "CT", "", "", "", objects.size())));
        id = ledger.seriesOfStudy(studyId).get(0).id;
        ledger.saveManifest(id, new SeriesManifest(objects.stream().map(uid -> Entry.received(uid, Uid.CTImageStorage,
                Uid.ExplicitVRLittleEndian, 100, "00".repeat(32), Spool.fileName(uid)).stored(0)).toList()));
    }

    @AfterEach
    void stop() {
        archives.targetQuirks().forget(Quirk.LEVEL_REFUSED);
        target.close();
        ServicesResource.delete(folder);
    }

    private Outcome verify(String fallback) throws Exception {
        Series series = ledger.series(id).orElseThrow();
        return new Stage(this, fallback).work(series, new SeriesMessage(id, study, seriesUid, 1, 0, 0, 4));
    }

    private long verified(Outcome outcome) {
        return outcome.manifest().entries().stream().filter(Entry::verified).count();
    }

    private List<String> events() {
        return ledger.events(id).stream().map(event -> event.reasonCode()).toList();
    }

    @Test
    void eachObjectIsAskedForWhereThatIsPossible() throws Exception {
        assertThat(verified(verify("SERIES_COUNT"))).isEqualTo(objects.size());
        assertThat(events()).doesNotContain("VERIFIED_BY_COUNT");
    }

    @Test
    void refusedQueryIsNamedWithTheSettingThatHelps() {
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900));
        assertThatThrownBy(() -> verify("NONE")).asInstanceOf(type(StageException.class)).satisfies(e -> {
            assertThat(e.failure().kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
            assertThat(e.failure().reason()).isEqualTo("VERIFY_QUERY_REFUSED");
            assertThat(e.failure().detail()).contains("C-FIND at IMAGE level refused by the target", "0xA900",
                    "dromedary.verify.method=STORE_STATUS");
        });
        assertThat(archives.targetQuirks().has(Quirk.LEVEL_REFUSED, "IMAGE")).isTrue();
    }

    @Test
    void countsOfTheTargetServeIfTheSettingsSaySo() throws Exception {
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900));
        assertThat(verified(verify("SERIES_COUNT"))).isEqualTo(objects.size());
        assertThat(events()).contains("VERIFIED_BY_COUNT");
        target.remove(objects.get(0));
        assertThatThrownBy(() -> verify("SERIES_COUNT")).hasMessageContaining("MISSING_AT_TARGET")
                .hasMessageContaining("counts " + (objects.size() - 1));
    }

    @Test
    void responsesOfTheTargetServeIfTheSettingsSaySo() throws Exception {
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xC000));
        assertThat(verified(verify("STORE_STATUS"))).isEqualTo(objects.size());
        assertThat(events()).contains("VERIFIED_BY_STORE_STATUS");
    }
}
