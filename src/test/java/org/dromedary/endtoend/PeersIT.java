package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.ValidationSettings;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Orthanc;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.dromedary.testing.StoredObjects;
import org.dromedary.testing.StoredObjects.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole migrations from and to Orthanc and DCMTK's servers, each object compared with the source's. */
class PeersIT {

    private static final String[] EVERYTHING = {"charset", "conflicts", "filesets", "images", "non-image",
        "private-sop", "studies", "synthetic", "transfer-syntax", "worklist"};

    private static final Set<String> JPEG_XL = Set.of(Uid.JPEGXLLossless, Uid.JPEGXLJPEGRecompression, Uid.JPEGXL);

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = PeerMigration.newFolder();
    }

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    private List<Path> objects(int generatedStudies, String... corpusFolders) throws IOException {
        List<Path> objects = new ArrayList<>(PeerObjects.corpus(corpusFolders));
        objects.addAll(PeerObjects.generated(generatedStudies, folder));
        return objects;
    }

    private Orthanc source(PeerMigration peers, List<Path> files) throws IOException {
        return source(peers, 0, files);
    }

    private Orthanc source(PeerMigration peers, int limit, List<Path> files) throws IOException {
        Orthanc orthanc = Orthanc.options(folder).aeTitle("OLDPACS").limitFindResults(limit)
                .destination("DROMEDARY", peers.migration.port()).start();
        peers.migration.source("OLDPACS", orthanc.dicomPort());
        for (Path file : files) {
            orthanc.offer(file);
        }
        return orthanc;
    }

    private Orthanc target(PeerMigration peers) throws IOException {
        Orthanc orthanc = Orthanc.options(folder).aeTitle("NEWPACS").start();
        peers.migration.target("NEWPACS", orthanc.dicomPort());
        return orthanc;
    }

    @Test
    void orthancToOrthancByMove() throws Exception {
        try (PeerMigration peers = new PeerMigration();
                Orthanc source = source(peers, objects(12, EVERYTHING)); Orthanc target = target(peers)) {
            StoredObjects sent = StoredObjects.of(source, folder);
            peers.run();
            StoredObjects arrived = StoredObjects.of(target, folder);
            peers.assertAccounted(sent, arrived);
            assertOnlyWhatCanNotBeSentIsMissing(peers, sent, arrived);
        }
    }

    @Test
    void orthancToOrthancByGet() throws Exception {
        try (PeerMigration peers = new PeerMigration();
                Orthanc source = source(peers, objects(6, "transfer-syntax", "private-sop", "worklist"));
                Orthanc target = target(peers)) {
            StoredObjects sent = StoredObjects.of(source, folder);
            peers.migration.set("dromedary.source.retrieve", "GET");
            peers.run();
            StoredObjects arrived = StoredObjects.of(target, folder);
            peers.assertAccounted(sent, arrived);
            assertOnlyWhatCanNotBeSentIsMissing(peers, sent, arrived);
        }
    }

    private static void assertOnlyWhatCanNotBeSentIsMissing(PeerMigration peers, StoredObjects sent,
            StoredObjects arrived) throws IOException {
        for (Name missing : sent.missingIn(arrived)) {
            ExceptionLine evidence = peers.exception(missing.sopInstance());
            if (!isDamaged(sent.files().get(missing), evidence)) {
                assertCanNotBeSentByOrthanc(sent.files().get(missing), evidence);
            }
        }
    }

    /** Whether it stayed out for what is found in it at the source as well. */
    private static boolean isDamaged(Path file, ExceptionLine evidence) throws IOException {
        return new ObjectValidator(ValidationSettings.DEFAULT).check(file, null).stream()
                .anyMatch(finding -> finding.grade() == Grade.QUARANTINE
                        && finding.code().equals(evidence.reasonCode()));
    }

    /** Orthanc's own toolkit knows no JPEG XL, and nobody can send an object without SOP Class UID (PS3.7 §9.1.1). */
    private static void assertCanNotBeSentByOrthanc(Path file, ExceptionLine evidence) throws IOException {
        boolean noClass = Part10.readHead(file).getString(Tag.SOPClassUID) == null;
        assertThat(noClass || JPEG_XL.contains(Part10.readMeta(file).transferSyntaxUid())).as("%s", evidence).isTrue();
        assertThat(evidence.reasonCode()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void orthancThatCutsItsAnswersKeepsNothingBack() throws Exception {
        try (PeerMigration peers = new PeerMigration();
                Orthanc source = source(peers, 10, PeerObjects.generated(36, folder)); Orthanc target = target(peers)) {
            StoredObjects sent = StoredObjects.of(source, folder);
            peers.migration.set("dromedary.inventory.window-days", "36600");
            peers.run();
            StoredObjects arrived = StoredObjects.of(target, folder);
            assertThat(peers.summary().windows().get(QueryWindow.State.SPLIT)).isPositive();
            for (Name missing : sent.missingIn(arrived)) {
                assertThat(Part10.readHead(sent.files().get(missing)).getString(Tag.StudyDate)).isNull();
            }
            assertThat(peers.summary().doubtful())
                    .allSatisfy(window -> assertThat(window.fromDate()).isNull());
            assertThat(sent.differencesTo(arrived, false)).isEmpty();
        }
    }

    @Test
    void dcmqrscpToOrthanc() throws Exception {
        try (PeerMigration peers = new PeerMigration(); Dcmtk source = Dcmtk.dcmqrscp(folder, Dcmtk.STOCK, "OLDPACS",
                Map.of("DROMEDARY", peers.migration.port())); Orthanc target = target(peers)) {
            List<Path> objects = objects(12, "charset", "studies");
            index(source, objects);
            peers.migration.source("OLDPACS", source.port());
            peers.run();
            peers.assertAccounted(StoredObjects.of(objects), StoredObjects.of(target, folder), true);
        }
    }

    private static String syntax(Path file) throws IOException {
        return Part10.readMeta(file).transferSyntaxUid();
    }

    /** SHA-256 of the samples; null of what has none. */
    private String pixels(Path file) throws IOException {
        return new Transcoder().transcode(file, folder.resolve("pixels.dcm"),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Transcoder.Options.DEFAULT).pixelSha256();
    }

    private void index(Dcmtk archive, List<Path> objects) throws IOException {
        List<String> command = new ArrayList<>(List.of("dcmqridx", archive.folder().toString()));
        int number = 0;
        for (Path object : objects) {
            command.add(Files.copy(object, archive.folder().resolve("object" + number++ + ".dcm")).toString());
        }
        Peers.Output output = Dcmtk.run(folder, Dcmtk.STOCK, command.toArray(String[]::new));
        assertThat(output.exitValue()).as(output.text()).isZero();
    }

    @Test
    void whatDcmqrscpDoesNotTakeAsItIsArrivesWithTheSamePixelsOrIsInTheLedger() throws Exception {
        try (PeerMigration peers = new PeerMigration(); Orthanc source = source(peers, objects(8, "transfer-syntax"));
                Dcmtk target = Dcmtk.dcmqrscp(folder, Dcmtk.STOCK, "NEWPACS", Map.of())) {
            StoredObjects sent = StoredObjects.of(source, folder);
            // Of two objects that arrive in the same second on two associations, dcmqrscp may write one over the other.
            peers.migration.target("NEWPACS", target.port()).set("dromedary.target.quirks", "association-limit=1");
            peers.run();
            StoredObjects arrived = StoredObjects.in(target.folder());
            peers.assertNumbers(sent, arrived);
            for (Map.Entry<Name, Path> object : arrived.files().entrySet()) {
                Path before = sent.files().get(object.getKey());
                if (!syntax(before).equals(syntax(object.getValue()))) {
                    assertThat(pixels(object.getValue())).isEqualTo(pixels(before));
                }
            }
            for (Name missing : sent.missingIn(arrived)) {
                ExceptionLine line = peers.exception(missing.sopInstance());
                if (!isDamaged(sent.files().get(missing), line)) {
                    assertThat(line.reasonCode()).isIn("REJECTED", "UNAVAILABLE", "NO_SAFE_CONVERSION",
                            "NO_PRESENTATION_CONTEXT", "NOT_CONVERTIBLE");
                }
            }
        }
    }

    @Test
    void storescpIsTakenAtItsWord() throws Exception {
        try (PeerMigration peers = new PeerMigration();
                Orthanc source = source(peers, objects(6, "images", "non-image"));
                Dcmtk target = Dcmtk.storescp(folder, Dcmtk.STOCK, "+xa", "--fork")) {
            StoredObjects sent = StoredObjects.of(source, folder);
            peers.migration.target("STORESCP", target.port()).set("dromedary.verify.method", "STORE_STATUS");
            peers.run();
            peers.assertAccounted(sent, StoredObjects.in(target.folder()));
        }
    }
}
