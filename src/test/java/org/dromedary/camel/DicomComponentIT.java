package org.dromedary.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.net.TestObjects;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Orthanc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The component with DCMTK's image server and Orthanc. */
@Timeout(120)
class DicomComponentIT {

    private static final int OBJECTS = 5;

    @TempDir
    private Path folder;
    private List<Path> sent;
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws Exception {
        sent = TestObjects.write(folder.resolve("sent"), OBJECTS);
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Exchange send(String uri, Object body) {
        Exchange answer = camel.createProducerTemplate().request(uri, exchange -> exchange.getMessage().setBody(body));
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
        return answer;
    }

    /** Gets the study without and with the classes that are expected, and looks whether it came as it was sent. */
    private void getWithAndWithoutClasses(String peer) throws Exception {
        List<String> proposals = List.of("", "&sopClasses=" + Uid.CTImageStorage, "&sopClasses=" + Uid.CTImageStorage
                + "," + Uid.MRImageStorage + "," + Uid.SecondaryCaptureImageStorage);
        for (int i = 0; i < proposals.size(); i++) {
            Exchange answer = send("dicom:get:" + peer + "?folder=" + folder.resolve("got" + i) + proposals.get(i),
                    Map.of("StudyInstanceUID", TestObjects.STUDY));

            assertThat(answer.getMessage().getHeader(DicomHeaders.SUB_OPERATIONS, SubOperations.class).completed())
                    .isEqualTo(OBJECTS);
            List<?> files = answer.getMessage().getBody(List.class);
            assertThat(files.stream().map(file -> ((Path) file).getFileName().toString()).collect(Collectors.toSet()))
                    .hasSize(OBJECTS);
            for (Path file : sent) {
                assertThat(Part10.read(folder.resolve("got" + i).resolve(FileSource.of(file).sopInstanceUid() + ".dcm"))
                        .getBytes(Tag.PixelData)).isEqualTo(Part10.read(file).getBytes(Tag.PixelData));
            }
        }
    }

    @Test
    void studyIsStoredToDcmqrscpAndGotFromIt() throws Exception {
        try (Dcmtk archive = Dcmtk.dcmqrscp(folder, Dcmtk.STOCK, "ARCHIVE", Map.of())) {
            String peer = "ARCHIVE@127.0.0.1:" + archive.port();
            sent.forEach(file -> send("dicom:store:" + peer, file));

            getWithAndWithoutClasses(peer);
        }
    }

    @Test
    void studyIsStoredToOrthancAndGotFromIt() throws Exception {
        try (Orthanc archive = Orthanc.options(folder).start()) {
            String peer = archive.aeTitle() + "@127.0.0.1:" + archive.dicomPort();
            sent.forEach(file -> send("dicom:store:" + peer, file));

            getWithAndWithoutClasses(peer);
        }
    }

    @Test
    void whatOrthancKeepsCompressedComesCompressedIfItsClassIsNamed() throws Exception {
        Path lossless = folder.resolve("lossless.dcm");
        assertThat(Dcmtk.run(folder, Dcmtk.STOCK, "dcmcjpeg", sent.get(0).toString(), lossless.toString()).exitValue())
                .isZero();
        try (Orthanc archive = Orthanc.options(folder).start()) {
            archive.upload(lossless);
            Exchange answer = send("dicom:get:" + archive.aeTitle() + "@127.0.0.1:" + archive.dicomPort() + "?folder="
                    + folder.resolve("got") + "&sopClasses=" + Uid.CTImageStorage,
                    Map.of("StudyInstanceUID", TestObjects.STUDY));

            Path got = (Path) answer.getMessage().getBody(List.class).get(0);
            assertThat(FileSource.of(got).transferSyntaxUid()).isEqualTo(Uid.JPEGLosslessSV1);
            assertThat(Files.size(got)).isPositive();
        }
    }
}
