package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Migration;
import org.dromedary.testing.Orthanc;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.dromedary.testing.StoredObjects;
import org.dromedary.testing.StoredObjects.Name;
import org.dromedary.testing.Untouched;
import org.junit.jupiter.api.Test;

/** A frozen plan is applied to objects on their way, and what the target gets says what was there before. */
class CoercionIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Runs until the ledger has what is asked for, then ends the process as a crash would. */
    private static void runAndKill(Migration migration, String setting, String question) throws Exception {
        migration.set(setting, "true");
        Process process = migration.start("run");
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsInstanceOf(Exception.class).until(() -> {
            assertThat(process.isAlive()).as(migration.output()).isTrue();
            return migration.sql(sql -> sql.query(question, row -> row.getBoolean(1)).get(0));
        });
        process.destroyForcibly().waitFor();
        migration.set(setting, "false");
    }

    /** The inventory alone. */
    private static void find(Migration migration) throws Exception {
        migration.set("dromedary.pace.rest.archives", "source,target");
        runAndKill(migration, "dromedary.pace.rest.retrieve.stopped", "select count(*) > 0 and not exists"
                + " (select 1 from query_window where state not in ('DONE', 'SPLIT', 'SUSPECT')) from query_window");
    }

    /** A plan that matches every study with a patient of its own, but for those of other decisions. */
    private static void freeze(Migration migration, Map<String, String> decisions) throws SQLException {
        migration.sql(sql -> sql.inTransaction(transaction -> {
            transaction.update("""
                    insert into plan_version (version, frozen_at, frozen_by, rules, studies, digest)
                    values (1, utc_timestamp(3), 'test', '', 0, repeat('0', 32))""");
            transaction.update("""
                    insert into plan_entry (study_id, version, decision, patient_id, issuer, patient_name, birth_date,
                        sex, accession, accession_issuer, decided_by, decided_at)
                    select id, 1, 'MATCH', concat('NEW-', id), 'HOSPITAL', 'Østergård^Åse', '1968-10-16', 'F',
                        concat('ACC-', id), 'RIS', 'test', utc_timestamp(3) from study""");
            decisions.forEach((uid, decision) -> decide(transaction, uid, decision));
            return null;
        }));
    }

    private static void decide(Sql sql, String studyInstanceUid, String decision) {
        sql.update("update plan_entry set decision = ? where study_id = (select id from study"
                + " where study_instance_uid = ?)", decision, studyInstanceUid);
    }

    /** Text in no declared character set: the planned name does not go into the same object. */
    private static String makeUnreadable(Path file) throws IOException {
        DataSet object = Part10.read(file);
        object.remove(Tag.SpecificCharacterSet);
        object.setBytes(Tag.InstitutionName, Vr.LO, new byte[] {'S', (byte) 0xFC, 'd', ' '});
        Part10.write(file, object, Part10.readMeta(file).transferSyntax());
        return object.getString(Tag.SOPInstanceUID);
    }

    private static byte[] dataSet(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, (int) Part10.readMeta(file).dataSetOffset(), all.length);
    }

    private static void assertCoerced(DataSet before, DataSet after) {
        assertThat(Untouched.differences(before, after)).isEmpty();
        assertThat(after.getString(Tag.PatientID)).startsWith("NEW-");
        assertThat(after.getString(Tag.PatientName)).isEqualTo("Østergård^Åse");
        assertThat(after.getString(Tag.AccessionNumber)).startsWith("ACC-");
        List<DataSet> items = after.getItems(Tag.OriginalAttributesSequence);
        assertThat(items).hasSize(before.getItems(Tag.OriginalAttributesSequence).size() + 1);
        DataSet original = items.get(items.size() - 1).getItems(Tag.ModifiedAttributesSequence).get(0);
        for (int tag : new int[] {Tag.PatientID, Tag.PatientName, Tag.AccessionNumber}) {
            assertThat(original.getString(tag)).isEqualTo(before.getString(tag));
        }
    }

    private static Map<String, String> sentDigests(Migration migration) throws SQLException {
        Map<String, String> digests = new HashMap<>();
        migration.sql(sql -> sql.query("select content from manifest", row -> SeriesManifest.decode(row.getBytes(1))))
                .forEach(manifest -> manifest.entries()
                        .forEach(entry -> digests.put(entry.sopInstanceUid(), entry.sentSha256())));
        return digests;
    }

    @Test
    void planIsAppliedHoweverOftenTheProcessIsKilled() throws Exception {
        StudyGenerator generator = new StudyGenerator(8).matrix(16).objectsPerSeries(3).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 4)) {
            Migration migration = rehearsal.migration;
            find(migration);
            Path unreadable = rehearsal.studies().get(2).files().get(0);
            String notSent = makeUnreadable(unreadable);
            String asItWas = rehearsal.studies().get(0).studyInstanceUid();
            String inReview = rehearsal.studies().get(1).studyInstanceUid();
            freeze(migration, Map.of(asItWas, "NONE", inReview, "REVIEW"));
            runAndKill(migration, "dromedary.pace.rest.store.stopped", "select count(*) > 0 and sum(state not in"
                    + " ('TRANSCODED', 'HELD')) = 0 from series");
            rehearsal.runsTo(3);
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED, SeriesState.HELD);
            assertThat(rehearsal.studiesAtTarget()).hasSize(3).doesNotContain(inReview);
            assertThat(rehearsal.exceptions("CANNOT_ENCODE")).containsExactly(notSent);
            assertThat(rehearsal.target().objects()).doesNotContainKey(notSent);
            assertThat(rehearsal.number("select sum(quarantined_count) from series")).isEqualTo(1);
            Map<String, String> digests = sentDigests(migration);
            for (Map.Entry<String, Path> arrived : rehearsal.target().objects().entrySet()) {
                Path source = rehearsal.source().objects().get(arrived.getKey());
                DataSet after = Part10.read(arrived.getValue());
                if (after.getString(Tag.StudyInstanceUID).equals(asItWas)) {
                    assertThat(dataSet(arrived.getValue())).isEqualTo(dataSet(source));
                    assertThat(digests.get(arrived.getKey())).isNull();
                } else {
                    assertCoerced(Part10.read(source), after);
                    assertThat(digests.get(arrived.getKey())).isEqualTo(HexFormat.of()
                            .formatHex(Spool.sha256().digest(dataSet(arrived.getValue()))));
                }
            }
            assertThat(rehearsal.number("select count(*) from study where plan_version = 1")).isEqualTo(3);
            assertThat(rehearsal.number("select count(*) from event where kind = 'coercion'"))
                    .isEqualTo(rehearsal.number("select count(*) from coercion")).isPositive();
        }
    }

    @Test
    void orthancGetsEverySyntaxAndCharacterSetAsPlanned() throws Exception {
        Path folder = PeerMigration.newFolder();
        Path objects = Files.createDirectories(folder.resolve("source"));
        List<Path> files = PeerObjects.corpus("transfer-syntax", "charset");
        for (int i = 0; i < files.size(); i++) {
            if (!hasOddFragments(files.get(i))) {
                Files.copy(files.get(i), objects.resolve(i + ".dcm"));
            }
        }
        PeerObjects.generated(3, objects);
        try (Migration migration = new Migration();
                ArchiveSimulator source = ArchiveSimulator.in(objects).aeTitle("OLDPACS")
                        .destination("DROMEDARY", "127.0.0.1", migration.port()).start();
                Orthanc target = Orthanc.options(folder).aeTitle("NEWPACS").start()) {
            migration.source("OLDPACS", source.port()).target("NEWPACS", target.dicomPort());
            find(migration);
            freeze(migration, Map.of());
            assertThat(migration.run(LIMIT)).as(migration.output()).isIn(0, 3);
            assertThat(migration.<Object>ledger(ledger -> ledger.imbalances(10))).isEqualTo(List.of());
            StoredObjects sent = StoredObjects.of(List.copyOf(source.objects().values()));
            StoredObjects arrived = StoredObjects.of(target, folder);
            Map<String, String> reasons = new HashMap<>();
            migration.ledger(ledger -> {
                ledger.forEachException(line -> reasons.put(line.sopInstanceUid(), line.reasonCode()));
                return null;
            });
            for (Map.Entry<Name, Path> object : sent.files().entrySet()) {
                Path there = arrived.files().get(object.getKey());
                if (there == null) {
                    assertThat(reasons.get(object.getKey().sopInstance())).as("%s", object.getValue())
                            .isIn("UNAVAILABLE", "REJECTED", "NO_SAFE_CONVERSION", "PIXEL_DATA_MISSING", "UID_MISSING",
                                    "FRAME_UNREADABLE");
                } else {
                    assertCoerced(Part10.read(object.getValue()), Part10.read(there));
                }
            }
            assertThat(arrived.size()).isGreaterThan(sent.size() * 9 / 10);
            assertDcmtkReads(folder, List.copyOf(arrived.files().values()));
        } finally {
            ServicesResource.delete(folder);
        }
    }

    /** Orthanc aborts the association over them (DIMSE: Odd Fragment Length), coerced or not. */
    private static boolean hasOddFragments(Path file) throws IOException {
        Element pixels = Part10.read(file).get(Tag.PixelData);
        return pixels != null && pixels.fragments().stream().anyMatch(fragment -> fragment.length % 2 != 0);
    }

    /** Another reader finds the new item, and nothing to complain of that was not there before. */
    private static void assertDcmtkReads(Path folder, List<Path> files) throws IOException {
        for (int i = 0; i < files.size(); i += 1 + files.size() / 12) {
            Peers.Output output = Dcmtk.run(folder, Dcmtk.STOCK, "dcmdump", "+P", "0400,0550", files.get(i).toString());
            assertThat(output.exitValue()).as(output.text()).isZero();
            assertThat(output.text()).contains("ModifiedAttributesSequence");
        }
    }
}
