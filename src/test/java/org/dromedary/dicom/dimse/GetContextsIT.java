package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestObjects;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Orthanc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK, and Orthanc which stands on it, take no proposal with more than 50 transfer syntaxes in a context. */
@Timeout(120)
class GetContextsIT {

    private static final String GET = Uid.StudyRootQueryRetrieveInformationModelGet;
    private static final List<String> MODELS = List.of(GET, Uid.PatientRootQueryRetrieveInformationModelGet);
    /** One of each way in which contexts are shared, and its bounds; 0 for classes that are not known. */
    private static final List<Integer> NUMBERS = List.of(0, 1, 2, 3, 6, 7, 20, 42, 43, 64, 126, 150);

    @TempDir
    private Path folder;

    /** CT first, since more than 126 are not proposed. */
    private static List<String> classes(int number) {
        List<String> classes = new ArrayList<>(Dictionary.storageSopClasses());
        classes.remove(Uid.CTImageStorage);
        classes.add(0, Uid.CTImageStorage);
        return classes.subList(0, number);
    }

    /** The transfer syntaxes of what came. */
    private static Set<String> get(AssociationRequest.Builder peer, List<String> sopClasses, int objects)
            throws IOException {
        Set<String> syntaxes = new HashSet<>();
        try (Association association = Association.open(GetContexts.of(MODELS, sopClasses).propose(peer).build())) {
            RetrieveResult result = GetScu.get(association, GET, TestObjects.study(), (request, data) -> {
                data.readAllBytes();
                syntaxes.add(request.transferSyntaxUid());
                return Status.SUCCESS;
            }, counts -> { });
            assertThat(result.status()).as("%d classes", sopClasses.size()).isZero();
            assertThat(result.counts().completed()).as("%d classes", sopClasses.size()).isEqualTo(objects);
        }
        return syntaxes;
    }

    @Test
    void dcmqrscpTakesTheProposalForAnyNumberOfClasses() throws Exception {
        List<Path> files = TestObjects.write(folder.resolve("sent"), 3);
        try (Dcmtk archive = Dcmtk.dcmqrscp(folder, Dcmtk.NO_DELAY, "ARCHIVE", Map.of())) {
            try (Association association = Association.open(AssociationRequest.to("127.0.0.1", archive.port())
                    .called("ARCHIVE").context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
                for (Path file : files) {
                    assertThat(StoreScu.store(association, FileSource.of(file)).status()).isZero();
                }
            }
            for (int number : NUMBERS) {
                get(AssociationRequest.to("127.0.0.1", archive.port()).called("ARCHIVE"), classes(number), 3);
            }
        }
    }

    @Test
    void orthancTakesTheProposalForAnyNumberOfClasses() throws Exception {
        try (Orthanc archive = Orthanc.options(folder).start()) {
            for (Path file : TestObjects.write(folder.resolve("sent"), 3)) {
                archive.upload(file);
            }
            for (int number : NUMBERS) {
                get(AssociationRequest.to("127.0.0.1", archive.dicomPort()).called(archive.aeTitle()),
                        classes(number), 3);
            }
        }
    }

    @Test
    void fewClassesComeInTheSyntaxInWhichTheyAreKept() throws Exception {
        Path plain = TestObjects.write(folder.resolve("sent"), 1).get(0);
        Path lossless = folder.resolve("lossless.dcm");
        assertThat(Dcmtk.run(folder, Dcmtk.STOCK, "dcmcjpeg", plain.toString(), lossless.toString()).exitValue())
                .isZero();
        assertThat(Files.size(lossless)).isPositive();
        try (Orthanc archive = Orthanc.options(folder).start()) {
            archive.upload(lossless);
            for (int number : List.of(1, 2, 6, 7, 31)) {
                assertThat(get(AssociationRequest.to("127.0.0.1", archive.dicomPort()).called(archive.aeTitle()),
                        classes(number), 1)).as("%d classes", number).containsExactly(Uid.JPEGLosslessSV1);
            }
        }
    }
}
