package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger;
import org.dromedary.pipeline.stage.StageLedger.Outcome;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A source that is a simulator, our Storage SCP, and one study of two series with three objects each. */
abstract class RetrieveRig {

    static final int SOURCE_PORT = Peers.freePort();
    static final int OUR_PORT = Peers.freePort();
    static final int OBJECTS = 3;

    @Inject
    RetrieveStage stage;

    @Inject
    Reception reception;

    @Inject
    Archives archives;

    @Inject
    Ledger ledger;

    @Inject
    StageLedger stageLedger;

    @Inject
    Transitions transitions;

    @Inject
    Spool spool;

    @Inject
    DataSource dataSource;

    final Faults faults = new Faults();
    final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    /** How often a fetch was left to wait. */
    int paused;
    ArchiveSimulator source;
    private final Path folder = ServicesResource.newDataDir();
    private final ScheduledExecutorService broker = Executors.newSingleThreadScheduledExecutor();
    private ScpServer ours;

    /** Short pauses; the first attempt of two is not the last. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.source.aet", "OLDPACS", "dromedary.source.host", "127.0.0.1",
                    "dromedary.source.port", Integer.toString(SOURCE_PORT), "dromedary.local.bind", "127.0.0.1",
                    "dromedary.local.port", Integer.toString(OUR_PORT), "dromedary.retrieve.settle", "300ms",
                    "dromedary.retrieve.settle-claimed", "4s", "dromedary.association.response-timeout", "5s",
                    "dromedary.association.keep-idle", "100ms");
        }
    }

    @BeforeEach
    void fillTheSource() throws IOException {
        forgetMemory();
        source = ArchiveSimulator.in(folder).aeTitle("OLDPACS").port(SOURCE_PORT).faults(faults)
                .destination("DROMEDARY", "127.0.0.1", OUR_PORT).start();
        for (int series = 1; series <= 2; series++) {
            for (int object = 1; object <= OBJECTS; object++) {
                Path file = folder.resolve(series + "-" + object + ".dcm");
                Part10.write(file, dataSet(series, object), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
                source.add(file);
            }
        }
        ours = ScpServer.builder().port(OUR_PORT).store(reception::atOurPort).acceptUnknownSopClasses().build();
        ours.start();
        forgetQuirks();
    }

    private DataSet dataSet(int series, int object) {
        return new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, object(series, object))
                .set(Tag.Modality, "CT").set(Tag.PatientName, "Invented^Person").set(Tag.PatientID, "P1")
                .set(Tag.PatientBirthDate, "19700101").set(Tag.StudyDate, "20200101")
                .set(Tag.StudyInstanceUID, study).set(Tag.SeriesInstanceUID, series(series))
                .setInt(Tag.InstanceNumber, object).setBytes(Tag.PixelData, Vr.OW, new byte[64]);
    }

    /** What is learnt in memory of one source is not known of the next. */
    private static void forgetMemory() {
        InjectableContext context = Arc.container().getActiveContext(ApplicationScoped.class);
        Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .filter(bean -> bean.getScope() == ApplicationScoped.class
                        && bean.getBeanClass().getPackage().equals(RetrieveStage.class.getPackage()))
                .forEach(context::destroy);
    }

    private void forgetQuirks() {
        for (Quirk quirk : Quirk.values()) {
            archives.sourceQuirks().forget(quirk);
        }
    }

    @AfterEach
    void stop() throws IOException {
        broker.shutdownNow();
        forgetQuirks();
        source.close();
        ours.close();
        spool.remove(study, series(1));
        spool.remove(study, series(2));
        ServicesResource.delete(folder);
    }

    String series(int number) {
        return study + "." + number;
    }

    String object(int series, int number) {
        return series(series) + "." + number;
    }

    Set<String> all(int number) {
        Set<String> uids = new TreeSet<>();
        for (int i = 1; i <= OBJECTS; i++) {
            uids.add(object(number, i));
        }
        return uids;
    }

    /** Enters the study as the inventory does, with that number of instances announced for each series. */
    long[] found(Integer announced) {
        return found(announced, "P1", "Invented^Person");
    }

    long[] found(Integer announced, String patientId, String name) {
        long studyId = ledger.upsertStudy(new StudyFound(patientId, null, name, null, "", study, null, "", "", "", "",
                null, 2, null));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(series(1), "CT", "", "", "", announced),
                new SeriesFound(series(2), "CT", "", "", "", announced)));
        long[] ids = ledger.seriesOfStudy(studyId).stream().mapToLong(each -> each.id).toArray();
        for (long id : ids) {
            transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        }
        return ids;
    }

    /** Works on the series as the route does; a pause without a consumer is kept as the broker keeps it. */
    Outcome fetch(long id, int number, int attempt) throws Exception {
        while (true) {
            try {
                Outcome outcome = stage.work(ledger.series(id).orElseThrow(),
                        new SeriesMessage(id, study, series(number), attempt, 0, 0, 4));
                stageLedger.commit(id, SeriesState.QUEUED, SeriesState.RETRIEVED, outcome, attempt);
                return outcome;
            } catch (StageException e) {
                if (e.failure().kind() != Failure.Kind.SETTLING) {
                    throw e;
                }
                paused++;
                broker.schedule(() -> { }, e.pause().toMillis(), TimeUnit.MILLISECONDS).get();
            }
        }
    }

    Failure failure(long id, int number, int attempt) throws Exception {
        try {
            fetch(id, number, attempt);
        } catch (StageException e) {
            return e.failure();
        }
        throw new AssertionError("the series was kept");
    }

    /** Files of the series in the spool. */
    long files(int number) throws IOException {
        Path place = spool.seriesFolder(study, series(number));
        if (!Files.isDirectory(place)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.count();
        }
    }

    /** The source sends an object without being asked; returns the status of our answer. */
    int send(int series, int object) throws IOException {
        try (Association association = Association.open(AssociationRequest.to("127.0.0.1", OUR_PORT)
                .calling("OLDPACS").called("DROMEDARY").context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)
                .build())) {
            return StoreScu.store(association, FileSource.of(folder.resolve(series + "-" + object + ".dcm"))).status();
        }
    }

    /** The source changes an object. */
    void replace(int series, int object) throws IOException {
        Path changed = folder.resolve("changed.dcm");
        Part10.write(changed, dataSet(series, object).set(Tag.ImageComments, "changed"),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        source.remove(object(series, object));
        source.add(changed);
    }

    static Set<String> objects(Outcome outcome) {
        Set<String> uids = new TreeSet<>();
        outcome.manifest().entries().stream().map(Entry::sopInstanceUid).forEach(uids::add);
        return uids;
    }

    static List<String> reasons(Outcome outcome) {
        return outcome.exceptions().stream().map(ObjectReason::reasonCode).toList();
    }

    Series row(long id) {
        return ledger.series(id).orElseThrow();
    }

    String doubt(long id) {
        return Sql.over(dataSource).query("select doubt from series where id = ?", row -> row.getString(1), id).get(0);
    }

    /** Every object is in the spool with the bytes that its entry names. */
    void assertDurable(Outcome outcome, int number) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Entry entry : outcome.manifest().entries()) {
            Path file = spool.seriesFolder(study, series(number)).resolve(entry.fileName());
            byte[] bytes = Files.readAllBytes(file);
            int offset = (int) Part10.readMeta(file).dataSetOffset();
            MessageDigest digest = Spool.sha256();
            digest.update(bytes, offset, bytes.length - offset);
            if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
                wrong.add(entry.sopInstanceUid());
            }
        }
        assertThat(wrong).isEmpty();
    }
}
