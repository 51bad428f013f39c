package org.dromedary.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestObjects;
import org.dromedary.simulator.ArchiveSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of docs/examples, as the files are. */
class ExampleRoutesTest {

    @TempDir
    private Path folder;
    private ArchiveSimulator target;
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws Exception {
        target = ArchiveSimulator.in(folder.resolve("target")).aeTitle("TARGET").start();
        camel = new DefaultCamelContext();
        Map.of("router.aet", "ROUTER", "router.bind", "127.0.0.1", "router.port", "0", "forward.aet", "TARGET",
                        "forward.host", "127.0.0.1", "forward.port", Integer.toString(target.port()))
                .forEach(camel.getPropertiesComponent()::addInitialProperty);
        PluginHelper.getRoutesLoader(camel).loadRoutes(PluginHelper.getResourceLoader(camel)
                .resolveResource("file:docs/examples/ct-router.camel.yaml"));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        target.close();
    }

    private Path object(String sopClass, String modality) throws IOException {
        DataSet object = Part10.read(TestObjects.write(folder.resolve(modality), 1).get(0))
                .set(Tag.SOPClassUID, sopClass).set(Tag.SOPInstanceUID, Uid.create()).set(Tag.Modality, modality);
        Path file = folder.resolve(modality + ".dcm");
        Part10.write(file, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        return file;
    }

    private Map<String, Object> send(Path file) {
        int port = ((DicomConsumer) camel.getRoute("ct-router").getConsumer()).port();
        try (var template = camel.createProducerTemplate()) {
            Exchange answer = template.request("dicom:store:ROUTER@127.0.0.1:" + port,
                    exchange -> exchange.getMessage().setBody(file));
            assertThat(answer.getException()).isNull();
            return answer.getMessage().getHeaders();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ctObjectsAreSentOn() throws Exception {
        Path file = object(Uid.CTImageStorage, "CT");

        assertThat(send(file)).containsEntry(DicomHeaders.STATUS, Status.SUCCESS);
        assertThat(target.objects()).hasSize(1);
        DataSet arrived = Part10.read(target.objects().values().iterator().next());
        assertThat(arrived.getBytes(Tag.PixelData)).isEqualTo(Part10.read(file).getBytes(Tag.PixelData));
        assertThat(arrived.getString(Tag.SOPInstanceUID)).isEqualTo(
                Part10.read(file).getString(Tag.SOPInstanceUID));
    }

    @Test
    void mrObjectsAreRefusedAndNotSentOn() throws Exception {
        assertThat(send(object(Uid.MRImageStorage, "MR"))).containsEntry(DicomHeaders.STATUS, 0x0122)
                .containsEntry(DicomHeaders.ERROR_COMMENT, "Only CT images are sent on");
        assertThat(target.objects()).isEmpty();

        send(object(Uid.EnhancedCTImageStorage, "CT"));
        assertThat(target.objects()).hasSize(1);
    }

    @Test
    void senderHearsThatTheReceiverIsAway() throws Exception {
        target.close();

        assertThat(send(object(Uid.CTImageStorage, "CT"))).containsEntry(DicomHeaders.STATUS,
                Status.PROCESSING_FAILURE);
    }
}
