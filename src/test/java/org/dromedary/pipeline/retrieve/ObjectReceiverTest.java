package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectReceiverTest {

    @TempDir
    Path folder;

    private final AtomicReference<Arrived> arrived = new AtomicReference<>();

    private DataSet object(int before, int pixels) {
        return new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, "1.2.3.1")
                .setBytes(0x00090010, Vr.LO, "INVENTED ".getBytes())
                .setBytes(0x00091001, Vr.OB, new byte[before]).set(Tag.StudyInstanceUID, "1.2.3")
                .set(Tag.SeriesInstanceUID, "1.2.3.4").setBytes(Tag.PixelData, Vr.OW, new byte[pixels]);
    }

    private record Encoded(byte[] bytes) implements StoreSource {
        @Override
        public String sopClassUid() {
            return Uid.CTImageStorage;
        }

        @Override
        public String sopInstanceUid() {
            return "1.2.3.1";
        }

        @Override
        public String transferSyntaxUid() {
            return Uid.ExplicitVRLittleEndian;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public ReadableByteChannel open() {
            return Channels.newChannel(new java.io.ByteArrayInputStream(bytes));
        }
    }

    private int send(DataSet object, Predicate<Arrived> wanted) throws IOException {
        ObjectReceiver receiver = new ObjectReceiver(new Spool(folder));
        byte[] bytes = DataSetWriter.encode(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        try (ScpServer server = ScpServer.builder().store((request, data) -> {
            arrived.set(receiver.receive(request, data, wanted));
            return arrived.get() == null ? Status.OUT_OF_RESOURCES : Status.SUCCESS;
        }).build().start(); Association association = Association.open(AssociationRequest
                .to("127.0.0.1", server.port()).context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
            return StoreScu.store(association, new Encoded(bytes)).status();
        }
    }

    @Test
    void nothingIsWrittenOfWhatIsNotWanted() throws IOException {
        assertThat(send(object(10, 5_000_000), head -> false)).isEqualTo(Status.OUT_OF_RESOURCES);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void headIsJudgedByItsUidsHoweverMuchStandsBeforeThem() throws IOException {
        for (int before : new int[] {10, 16_000, 16_384, 100_000}) {
            assertThat(send(object(before, 40), head -> head.seriesInstanceUid().equals("1.2.3.5")))
                    .isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void whatIsWantedIsWrittenWhole() throws IOException {
        for (int before : new int[] {10, 16_384, 300_000}) {
            DataSet object = object(before, 1_000_000);
            assertThat(send(object, head -> head.seriesInstanceUid().equals("1.2.3.4"))).isZero();
            Path file = arrived.get().file();
            byte[] bytes = Files.readAllBytes(file);
            byte[] sent = DataSetWriter.encode(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            int offset = (int) Part10.readMeta(file).dataSetOffset();
            assertThat(ByteBuffer.wrap(bytes, offset, bytes.length - offset)).isEqualTo(ByteBuffer.wrap(sent));
            assertThat(arrived.get().sha256()).isEqualTo(Spool.sha256().digest(sent));
            assertThat(arrived.get().dataSetBytes()).isEqualTo(sent.length);
            assertThat(arrived.get().seriesInstanceUid()).isEqualTo("1.2.3.4");
        }
    }
}
