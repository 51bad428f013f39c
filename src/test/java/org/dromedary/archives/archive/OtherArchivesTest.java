package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.ledger.Ledger;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives that are built otherwise: other models, other services, fewer associations, less than all of PS3.4. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OtherArchivesTest {

    private static final int MANY = 1000;

    @Inject
    Ledger ledger;

    @Inject
    Incidents incidents;

    @Inject
    QueryAudit audit;

    @Inject
    IncidentSettings incidentSettings;

    @Inject
    Pace pace;

    @Inject
    SourceWatch watch;

    @Inject
    ArchiveSettings.Limits limits;

    @Inject
    TlsParties tls;

    @Inject
    DataSource dataSource;

    private final Path folder = ServicesResource.newDataDir();
    private final Faults faults = new Faults();
    private final String aet = "S" + System.nanoTime() % 1_000_000_000;
    private final AtomicInteger received = new AtomicInteger();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private ArchiveSimulator source;
    private List<GeneratedStudy> studies;
    private Archives archives;
    private ArchiveQuery query;

    @BeforeEach
    void start() throws IOException {
        source = ArchiveSimulator.in(folder).aeTitle(aet).faults(faults).start();
        studies = new StudyGenerator(7).matrix(16).objectsPerSeries(2).kinds(StudyKind.CT).generate(4, source);
        ScpServer destination = ScpServer.builder().aeTitle("DEST").store((request, data) -> {
            data.transferTo(java.io.OutputStream.nullOutputStream());
            received.incrementAndGet();
            return 0;
        }).build().start();
        opened.add(destination);
        source.destination("DEST", "127.0.0.1", destination.port());
        use(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        archives.source().close();
        source.close();
        for (AutoCloseable each : opened) {
            each.close();
        }
        ServicesResource.delete(folder);
    }

    /** As a process has the source that has just started. */
    private void use(Map<String, String> more) {
        if (archives != null) {
            archives.source().close();
        }
        Map<String, String> settings = new HashMap<>(Map.of("dromedary.source.aet", aet, "dromedary.source.host",
                "127.0.0.1", "dromedary.source.port", Integer.toString(source.port()), "dromedary.local.aet", "DEST",
                "dromedary.local.port", "0"));
        settings.putAll(more);
        var config = new SmallRyeConfigBuilder().addDefaultInterceptors().withMapping(ArchiveSettings.Source.class)
                .withMapping(ArchiveSettings.Target.class).withMapping(ArchiveSettings.Local.class)
                .withDefaultValues(settings).build();
        archives = new Archives(config.getConfigMapping(ArchiveSettings.Local.class),
                config.getConfigMapping(ArchiveSettings.Source.class),
                config.getConfigMapping(ArchiveSettings.Target.class), limits, ledger, incidents, incidentSettings,
                pace, watch, dataSource, tls);
        query = new ArchiveQuery(archives, pace, watch, new PatientKey(archives, dataSource), audit);
    }

    private Quirks quirks() {
        return archives.sourceQuirks();
    }

    private Answers find(DataSet identifier) throws IOException {
        return query.find(archives.source(), identifier, MANY);
    }

    private static DataSet window(String dates) {
        return ArchiveQuery.identifier("STUDY", Tag.StudyInstanceUID, Tag.PatientID).set(Tag.StudyDate, dates);
    }

    private static DataSet seriesOf(String study) {
        return ArchiveQuery.identifier("SERIES", Tag.SeriesInstanceUID).set(Tag.StudyInstanceUID, study);
    }

    private RetrieveResult move(String study) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("STUDY").set(Tag.StudyInstanceUID, study);
        return archives.move((association, model) -> MoveScu.move(association, model.move(), identifier, "DEST",
                counts -> { }));
    }

    /** Every study, series and object is found, whatever the archive is like. */
    private void assertAllIsFound() throws IOException {
        Answers found = find(window("19000101-20991231"));
        assertThat(found.complete()).isTrue();
        Set<String> objects = new TreeSet<>();
        for (DataSet study : found.matches()) {
            String uid = study.getString(Tag.StudyInstanceUID);
            for (DataSet series : find(seriesOf(uid)).matches()) {
                objects.addAll(query.objects(archives.source(), uid, series.getString(Tag.SeriesInstanceUID))
                        .sopInstanceUids());
            }
        }
        assertThat(objects).isEqualTo(new TreeSet<>(source.objects().keySet()));
    }

    @Test
    void patientRootOnlyIsUsedAndRemembered() throws Exception {
        faults.set(new AssociationFault.PatientRootOnly());
        assertAllIsFound();
        assertThat(quirks().has(Quirk.PATIENT_ROOT)).isTrue();
        assertThat(quirks().has(Quirk.PATIENT_FIRST)).isFalse();
        assertThat(move(studies.get(0).studyInstanceUid()).status()).isZero();
        assertThat(received.get()).isPositive();
        use(Map.of());
        assertThat(quirks().has(Quirk.PATIENT_ROOT)).as("the next process knows it").isTrue();
        assertAllIsFound();
    }

    @Test
    void patientRootThatWantsThePatientFirstIsAskedPatientByPatient() throws Exception {
        faults.set(new AssociationFault.PatientRootOnly());
        faults.set(new QueryFault.RequirePatientId(EnumSet.of(QueryLevel.STUDY, QueryLevel.SERIES,
                QueryLevel.IMAGE)));
        assertAllIsFound();
        assertThat(quirks().has(Quirk.PATIENT_FIRST)).isTrue();
        assertThat(find(window("19000101-19000102")).matches()).isEmpty();
    }

    @Test
    void emptyDayOfAPatientRootArchiveIsNotTakenForWantOfThePatient() throws Exception {
        faults.set(new AssociationFault.PatientRootOnly());
        assertThat(find(window("19000101")).matches()).isEmpty();
        assertThat(quirks().has(Quirk.PATIENT_FIRST)).isFalse();
    }

    @Test
    void patientIdGoesAlongWhereItIsWanted() throws Exception {
        faults.set(new QueryFault.RequirePatientId(EnumSet.of(QueryLevel.SERIES, QueryLevel.IMAGE)));
        assertAllIsFound();
        assertThat(quirks().has(Quirk.PATIENT_ID_NEEDED)).isTrue();
        int refused = faults.fired(QueryFault.RequirePatientId.class);
        assertAllIsFound();
        assertThat(faults.fired(QueryFault.RequirePatientId.class)).as("not refused again").isEqualTo(refused);
    }

    @Test
    void servicesAtOtherAddressesAreAskedThere() throws Exception {
        ArchiveSimulator finds = ArchiveSimulator.beside(source).aeTitle("FINDS").queryOnly().start();
        ArchiveSimulator moves = ArchiveSimulator.beside(source).aeTitle("MOVES").retrieveOnly().start();
        opened.add(finds);
        opened.add(moves);
        faults.set(new AssociationFault.Refuse(false));
        use(Map.of("dromedary.source.find.aet", "FINDS", "dromedary.source.find.port",
                Integer.toString(finds.port()), "dromedary.source.move.aet", "MOVES", "dromedary.source.move.port",
                Integer.toString(moves.port())));
        assertAllIsFound();
        assertThat(move(studies.get(0).studyInstanceUid()).status()).isZero();
        assertThat(received.get()).isPositive();
        assertThat(faults.fired(AssociationFault.Refuse.class)).as("the archive's own title is not called").isZero();
    }

    @Test
    void outageOfOneServiceIsNamed() throws Exception {
        ArchiveSimulator finds = ArchiveSimulator.beside(source).aeTitle("FINDS").queryOnly().start();
        opened.add(finds);
        use(Map.of("dromedary.source.find.aet", "FINDS", "dromedary.source.find.port",
                Integer.toString(finds.port())));
        assertThat(find(window("")).matches()).hasSize(4);
        finds.close();
        CompletableFuture<Answers> waits = CompletableFuture.supplyAsync(() -> {
            try {
                return find(window(""));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        org.awaitility.Awaitility.await().until(() -> archives.source().outage() != null);
        assertThat(archives.source().outage()).contains("FIND service FINDS@127.0.0.1:" + finds.port());
        assertThat(move(studies.get(0).studyInstanceUid()).status()).as("the other service works").isZero();
        assertThat(waits).isNotDone();
    }

    @Test
    void noMoreAssociationsAreOpenedThanTheArchiveServes() throws Exception {
        faults.set(new AssociationFault.Limit(1));
        List<CompletableFuture<Void>> all = IntStream.range(0, 12).mapToObj(i -> CompletableFuture.runAsync(() -> {
            try {
                if (i % 3 == 0) {
                    assertThat(move(studies.get(i % 4).studyInstanceUid()).status()).isZero();
                } else {
                    assertThat(find(window("")).matches()).hasSize(4);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        })).toList();
        for (CompletableFuture<Void> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(quirks().number(Quirk.ASSOCIATION_LIMIT)).hasValue(1);
        assertThat(archives.source().outage()).isNull();
        assertThat(quirks().all()).anySatisfy(seen -> assertThat(seen.evidence())
                .contains("refuses more than 1 association").contains("local limit exceeded"));
        int refused = faults.fired(AssociationFault.Limit.class);
        assertAllIsFound();
        assertThat(move(studies.get(0).studyInstanceUid()).status()).isZero();
        assertThat(faults.fired(AssociationFault.Limit.class)).as("not one too many again").isEqualTo(refused);
    }

    @Test
    void ofSeveralConsumersAsManyWorkAtOnceAsTheArchiveServes() throws Exception {
        faults.set(new AssociationFault.Limit(3));
        List<CompletableFuture<Answers>> all = IntStream.range(0, 8).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
            try {
                return find(window(""));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }, task -> new Thread(task).start())).toList();
        for (CompletableFuture<Answers> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS).matches()).hasSize(4);
        }
        assertThat(archives.source().outage()).isNull();
        quirks().number(Quirk.ASSOCIATION_LIMIT).ifPresent(limit -> assertThat(limit).isBetween(1, 3));
    }

    @Test
    void passingRefusalWithoutAnAssociationOfOursIsNoLimit() throws Exception {
        faults.next(2, new AssociationFault.Refuse(true));
        assertThat(find(window("")).matches()).hasSize(4);
        assertThat(quirks().has(Quirk.ASSOCIATION_LIMIT)).isFalse();
    }

    @Test
    void archiveWithoutVerificationIsFoundToBeThere() throws Exception {
        faults.set(new AssociationFault.NoEcho());
        assertThat(archives.source().gate().isSilent()).isFalse();
        assertThat(quirks().has(Quirk.NO_ECHO)).isTrue();
        assertAllIsFound();
    }

    @Test
    void archiveThatRejectsAssociationsForVerificationIsFoundToBeThere() throws Exception {
        faults.set(new AssociationFault.RejectEchoAssociations());
        assertThat(archives.source().gate().isSilent()).isFalse();
        assertThat(quirks().has(Quirk.NO_ECHO)).isTrue();
    }

    @Test
    void oneContextOnAnAssociationIsProposedWhereMoreAreNotGranted() throws Exception {
        faults.set(new AssociationFault.OneContext());
        assertThat(find(window("")).matches()).hasSize(4);
        assertThat(move(studies.get(0).studyInstanceUid()).status()).isZero();
        assertThat(quirks().has(Quirk.ONE_CONTEXT)).isTrue();
        assertAllIsFound();
        assertThat(move(studies.get(1).studyInstanceUid()).status()).isZero();
    }

    @Test
    void patientRootAndOneContextTogether() throws Exception {
        faults.set(new AssociationFault.OneContext());
        faults.set(new AssociationFault.PatientRootOnly());
        assertAllIsFound();
        assertThat(move(studies.get(0).studyInstanceUid()).status()).isZero();
    }

    @Test
    void missingServiceIsNamedWithItsAddress() {
        faults.set(new AssociationFault.AcceptOnly(Set.of(Uid.Verification), Set.of()));
        assertThatThrownBy(() -> find(window(""))).isInstanceOf(NotGrantedException.class)
                .hasMessageContaining(aet + "@127.0.0.1:" + source.port()).hasMessageContaining("C-FIND")
                .hasMessageContaining("PatientRoot").hasMessageContaining("dromedary.source.find.aet");
    }

    @Test
    void refusedQueryNamesItsLevel() {
        faults.set(new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900));
        assertThatThrownBy(() -> query.objects(archives.source(), studies.get(0).studyInstanceUid(), "1.2.3"))
                .hasMessageContaining("C-FIND at IMAGE level refused by the source").hasMessageContaining("0xA900");
    }
}
