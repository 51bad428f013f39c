package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.StoreHandler;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A faultless simulator, over real associations. */
class ArchiveSimulatorTest {

    private static final int STUDIES = 14;

    @TempDir
    private Path temp;

    private ArchiveSimulator source;
    private ArchiveSimulator target;
    private List<GeneratedStudy> studies;
    private Scu scu;

    @BeforeEach
    void start() throws IOException {
        source = ArchiveSimulator.in(temp.resolve("source")).aeTitle("SOURCE").start();
        target = ArchiveSimulator.in(temp.resolve("target")).aeTitle("TARGET").start();
        source.destination("TARGET", "127.0.0.1", target.port());
        studies = new StudyGenerator(3).objectsPerSeries(3).matrix(16).generate(STUDIES, source);
        scu = new Scu(source);
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    @Test
    void echoIsAnswered() throws IOException {
        try (Association association = Association.open(
                scu.request().context(Uid.Verification, Uid.ImplicitVRLittleEndian).build())) {
            assertThat(EchoScu.echo(association)).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void indexIsRebuiltFromTheFolder() throws IOException {
        Map<String, Path> before = source.objects();
        source.close();
        try (ArchiveSimulator again = ArchiveSimulator.in(temp.resolve("source")).start()) {
            assertThat(again.objects()).containsExactlyInAnyOrderEntriesOf(before);
        }
    }

    @Nested
    class Queries {

        @Test
        void universalStudyQueryFindsAllStudiesOnce() throws IOException {
            Scu.Found found = scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, ""));
            assertThat(found.result().status()).isEqualTo(Status.SUCCESS);
            assertThat(uids(found, Tag.StudyInstanceUID)).hasSize(STUDIES)
                    .isEqualTo(studies.stream().map(GeneratedStudy::studyInstanceUid).collect(Collectors.toSet()));
        }

        @Test
        void dateRangeMissesStudiesWithoutDate() throws IOException {
            Scu.Found found = scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, "", Tag.StudyDate, "19000101-"));
            assertThat(found.answers()).hasSize((int) studies.stream().filter(s -> s.studyDate() != null).count());
            assertThat(found.answers().size()).isLessThan(STUDIES);
        }

        @Test
        void studyAnswerHasCountsAndModalities() throws IOException {
            GeneratedStudy rt = studies.get(StudyKind.RT.ordinal());
            DataSet answer = scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, rt.studyInstanceUid(),
                    Tag.ModalitiesInStudy, "", Tag.NumberOfStudyRelatedSeries, "", Tag.NumberOfStudyRelatedInstances,
                    "")).answers().get(0);
            assertThat(answer.getStrings(Tag.ModalitiesInStudy)).containsExactly("CT", "RTSTRUCT");
            assertThat(answer.getInt(Tag.NumberOfStudyRelatedSeries, 0)).isEqualTo(2);
            assertThat(answer.getInt(Tag.NumberOfStudyRelatedInstances, 0)).isEqualTo(4);
            assertThat(answer.getString(Tag.RetrieveAETitle)).isEqualTo("SOURCE");
        }

        @Test
        void modalitiesInStudyMatchesAnyOfThem() throws IOException {
            Scu.Found found = scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, "", Tag.ModalitiesInStudy, "PR"));
            assertThat(found.answers()).hasSize(4);
        }

        @Test
        void seriesAndImagesAreFoundBelowTheirStudy() throws IOException {
            String study = studies.get(0).studyInstanceUid();
            Scu.Found series = scu.find(Scu.keys("SERIES", Tag.StudyInstanceUID, study, Tag.SeriesInstanceUID, "",
                    Tag.Modality, "", Tag.NumberOfSeriesRelatedInstances, ""));
            assertThat(series.answers()).hasSize(2).allSatisfy(answer ->
                    assertThat(answer.getInt(Tag.NumberOfSeriesRelatedInstances, 0)).isEqualTo(3));
            Scu.Found images = scu.find(Scu.keys("IMAGE", Tag.StudyInstanceUID, study, Tag.SeriesInstanceUID,
                    series.answers().get(1).getString(Tag.SeriesInstanceUID), Tag.SOPInstanceUID, "",
                    Tag.SOPClassUID, ""));
            assertThat(images.answers()).hasSize(3).allSatisfy(answer ->
                    assertThat(answer.getString(Tag.SOPClassUID)).isEqualTo(Uid.CTImageStorage));
        }

        @Test
        void listOfStudyUidsFindsThem() throws IOException {
            String list = studies.get(1).studyInstanceUid() + "\\" + studies.get(4).studyInstanceUid();
            assertThat(scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, list)).answers()).hasSize(2);
        }

        @Test
        void nameInItsCharacterSetIsFoundAndComesBack() throws IOException {
            DataSet key = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192")
                    .set(Tag.QueryRetrieveLevel, "STUDY").set(Tag.PatientName, "*北川*")
                    .set(Tag.StudyInstanceUID);
            Scu.Found kanji = scu.find(key);
            Scu.Found all = scu.find(Scu.keys("STUDY", Tag.PatientName, "*"));
            assertThat(all.answers()).filteredOn(answer ->
                    answer.getString(Tag.PatientName).contains("北川")).hasSameSizeAs(kanji.answers());
        }

        @Test
        void patientLevelNeedsThePatientRootModel() throws IOException {
            DataSet key = Scu.keys("PATIENT", Tag.PatientID, "", Tag.NumberOfPatientRelatedStudies, "");
            Scu.Found found = scu.find(Uid.PatientRootQueryRetrieveInformationModelFind, key);
            assertThat(uids(found, Tag.PatientID)).hasSameSizeAs(found.answers()).isEqualTo(
                    studies.stream().map(GeneratedStudy::patientId).collect(Collectors.toSet()));
            assertThat(scu.find(key).result().status()).isEqualTo(0xA900);
        }

        private Set<String> uids(Scu.Found found, int tag) {
            return found.answers().stream().map(answer -> answer.getString(tag)).collect(Collectors.toSet());
        }
    }

    @Nested
    class Retrieves {

        @Test
        void moveBringsEveryByteOfEveryStudy() throws IOException {
            for (GeneratedStudy study : studies) {
                RetrieveResult result = scu.move(study.studyInstanceUid(), "TARGET");
                assertThat(result.status()).isEqualTo(Status.SUCCESS);
                assertThat(result.counts().completed()).isEqualTo(study.files().size());
            }
            assertThat(target.size()).isEqualTo(source.size());
            Map<String, Path> moved = target.objects();
            for (Map.Entry<String, Path> object : source.objects().entrySet()) {
                assertThat(Scu.dataSetOf(moved.get(object.getKey()))).isEqualTo(Scu.dataSetOf(object.getValue()));
            }
        }

        @Test
        void unknownDestinationIsRefused() throws IOException {
            assertThat(scu.move(studies.get(0).studyInstanceUid(), "NOWHERE").status()).isEqualTo(0xA801);
        }

        @Test
        void destinationThatIsDownFailsAllSubOperations() throws IOException {
            target.close();
            RetrieveResult result = scu.move(studies.get(0).studyInstanceUid(), "TARGET");
            assertThat(result.status()).isEqualTo(0xA702);
            assertThat(result.failedSopInstanceUids()).hasSize(studies.get(0).files().size());
        }

        @Test
        void unknownStudyMovesNothingWithSuccess() throws IOException {
            RetrieveResult result = scu.move("2.25.1", "TARGET");
            assertThat(result.status()).isEqualTo(Status.SUCCESS);
            assertThat(result.counts().completed()).isZero();
        }

        @Test
        void getConvertsUncompressedObjectsForAPeerWithoutTheirSyntax() throws IOException {
            GeneratedStudy bigEndian = studies.get(3);
            Map<String, String> syntaxes = new HashMap<>();
            StoreHandler handler = (request, dataSet) -> {
                dataSet.drain();
                syntaxes.put(request.sopInstanceUid(), request.transferSyntaxUid());
                return Status.SUCCESS;
            };
            RetrieveResult result = scu.get(bigEndian.studyInstanceUid(), handler, Uid.ImplicitVRLittleEndian);
            assertThat(result.status()).isEqualTo(Status.SUCCESS);
            assertThat(syntaxes).hasSameSizeAs(bigEndian.files());
            assertThat(syntaxes.values()).containsOnly(Uid.ImplicitVRLittleEndian);
        }
    }

    @Nested
    class Stores {

        @Test
        void storedObjectIsKeptAsItCame() throws IOException {
            Path file = studies.get(2).files().get(0);
            assertThat(new Scu(target).store(List.of(file)).get(0).status()).isEqualTo(Status.SUCCESS);
            Path kept = target.objects().values().iterator().next();
            assertThat(Scu.dataSetOf(kept)).isEqualTo(Scu.dataSetOf(file));
            assertThat(Scu.filesBelow(target.folder())).containsExactly(kept);
        }

        @Test
        void resendReplacesTheObject() throws IOException {
            Path file = studies.get(2).files().get(0);
            new Scu(target).store(List.of(file, file));
            assertThat(target.size()).isEqualTo(1);
        }

        @Test
        void removedObjectIsNoLongerFound() throws IOException {
            String uid = source.objects().keySet().iterator().next();
            assertThat(source.remove(uid)).isTrue();
            assertThat(scu.find(Scu.keys("IMAGE", Tag.SOPInstanceUID, uid)).answers()).isEmpty();
            assertThat(Files.exists(studies.get(0).files().get(0))).isTrue();
        }
    }
}
