package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that do not take objects as they are. */
class TranscodeIT {

    private static final StudyGenerator SMALL = new StudyGenerator(21).matrix(32).objectsPerSeries(4);
    private static final Set<String> ALL = Set.of();

    @TempDir
    Path folder;

    /** Each object of the source is at the target, in that syntax, with the same samples. */
    private void assertConverted(Rehearsal rehearsal, Set<String> syntaxes) throws IOException {
        Map<String, Path> sent = rehearsal.source().objects();
        Map<String, Path> arrived = rehearsal.target().objects();
        assertThat(arrived.keySet()).containsExactlyInAnyOrderElementsOf(sent.keySet());
        for (Map.Entry<String, Path> object : arrived.entrySet()) {
            assertThat(syntaxes).contains(Part10.readMeta(object.getValue()).transferSyntaxUid());
            assertThat(pixels(object.getValue())).isEqualTo(pixels(sent.get(object.getKey())));
        }
    }

    private String pixels(Path file) throws IOException {
        return new Transcoder().transcode(file, Files.createTempFile(folder, "decoded", ".dcm"),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Transcoder.Options.DEFAULT).pixelSha256();
    }

    @Test
    void whatTheTargetTakesOnlyInAnotherSyntaxIsConverted() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 3)) {
            rehearsal.targetFaults.set(new AssociationFault.AcceptOnly(ALL, Set.of(Uid.ImplicitVRLittleEndian)));
            rehearsal.runsTo(0);
            assertConverted(rehearsal, Set.of(Uid.ImplicitVRLittleEndian));
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'CONVERTED'")).isPositive();
            assertThat(rehearsal.number("select count(*) from target_capability where accepted")).isPositive();
            assertThat(rehearsal.migration.command("report", "--out", folder.resolve("report").toString())).isZero();
            assertThat(Files.readString(folder.resolve("report/decisions.csv")))
                    .contains("CONVERTED,,1.2.840.10008.1.2.1,1.2.840.10008.1.2,");
        }
    }

    @Test
    void whatTheTargetTakesInNoWayIsRejectedBeforeAByteIsSent() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT, StudyKind.DX), 2)) {
            String refused = Uid.DigitalXRayImageStorageForPresentation;
            rehearsal.targetFaults.set(new AssociationFault.AcceptOnly(Set.of(Uid.Verification, Uid.CTImageStorage,
                    Uid.StudyRootQueryRetrieveInformationModelFind), ALL));
            rehearsal.runsTo(3);
            long rejected = rehearsal.sopClasses().values().stream().filter(refused::equals).count();
            assertThat(rehearsal.exceptions("NO_PRESENTATION_CONTEXT")).hasSizeGreaterThanOrEqualTo((int) rejected);
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED, SeriesState.REJECTED);
            assertThat(rehearsal.number("select count(*) from event where from_state = 'TRANSCODED'"
                    + " and to_state = 'REJECTED'")).isZero();
            rehearsal.assertBooksBalance();
        }
    }

    @Test
    void formThatTheTargetNoLongerTakesIsDecidedAnew() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 5)) {
            rehearsal.migration.set("dromedary.association.keep-idle", "1ms");
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(400)));
            Process process = rehearsal.migration.start();
            rehearsal.awaitArrived(process, 4);
            rehearsal.targetFaults.set(new AssociationFault.AcceptOnly(ALL, Set.of(Uid.ImplicitVRLittleEndian)));
            rehearsal.endsWith(0, process);
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'FORM_REFUSED'")).isPositive();
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'CONVERTED'")).isPositive();
            assertConverted(rehearsal, Set.of(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian,
                    Uid.ExplicitVRBigEndian));
            rehearsal.assertBooksBalance();
        }
    }

    @Test
    void policiesChooseTheSyntaxOfEachKindOfObject() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT, StudyKind.US), 4)) {
            rehearsal.migration.set("dromedary.transcode.policy", "prefer=RLELossless")
                    .set("dromedary.transcode.policies.ct.policy", "prefer=JPEGLSLossless,ExplicitVRLittleEndian")
                    .set("dromedary.transcode.policies.ct.sop-classes", "CTImageStorage");
            rehearsal.runsTo(0);
            assertConverted(rehearsal, Set.of(Uid.JPEGLSLossless, Uid.RLELossless, Uid.ExplicitVRLittleEndian,
                    Uid.ImplicitVRLittleEndian, Uid.ExplicitVRBigEndian));
            for (Path file : rehearsal.target().objects().values()) {
                Part10.FileMeta meta = Part10.readMeta(file);
                if (meta.sopClassUid().equals(Uid.CTImageStorage)) {
                    assertThat(meta.transferSyntaxUid()).isEqualTo(Uid.JPEGLSLossless);
                    assertThat(Part10.readHead(file).getItems(Tag.ContributingEquipmentSequence)).hasSize(1);
                } else if (meta.sopClassUid().equals(Uid.UltrasoundImageStorage)) {
                    assertThat(meta.transferSyntaxUid()).isEqualTo(Uid.RLELossless);
                }
            }
            rehearsal.assertBooksBalance();
        }
    }

    @Test
    void compressedObjectsReachATargetThatTakesNoneCompressed() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 2)) {
            compressSource(rehearsal);
            rehearsal.targetFaults.set(new AssociationFault.AcceptOnly(ALL,
                    Set.of(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian)));
            rehearsal.runsTo(0);
            assertConverted(rehearsal, Set.of(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian));
            rehearsal.assertBooksBalance();
        }
    }

    /** Every second image of the source, so that series are mixed. */
    private static void compressSource(Rehearsal rehearsal) throws IOException {
        int number = 0;
        for (Path file : rehearsal.source().objects().values()) {
            if (Part10.readMeta(file).sopClassUid().equals(Uid.CTImageStorage) && number++ % 2 == 0) {
                Path before = Files.move(file, file.resolveSibling("native"));
                new Transcoder().transcode(before, file, TransferSyntax.JPEG_LS_LOSSLESS,
                        Transcoder.Options.DEFAULT);
                Files.delete(before);
                rehearsal.source().add(file);
            }
        }
        assertThat(number).isGreaterThan(2);
    }

    @Test
    void conversionsGoOnAfterTheProcessWasKilled() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT).matrix(256), 8)) {
            rehearsal.migration.set("dromedary.transcode.policy", "prefer=JPEGLSLossless");
            for (int kill = 1; kill <= 3; kill++) {
                int before = rehearsal.target().size();
                Process process = rehearsal.migration.start();
                rehearsal.awaitArrived(process, before + 5);
                process.destroyForcibly().waitFor();
            }
            rehearsal.runsTo(0);
            assertConverted(rehearsal, Set.of(Uid.JPEGLSLossless, Uid.ExplicitVRLittleEndian,
                    Uid.ImplicitVRLittleEndian, Uid.ExplicitVRBigEndian));
            rehearsal.assertBooksBalance();
        }
    }
}
