package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects larger than the heap pass the program both ways. */
class LargeObjectIT {

    private static final long PIXEL_BYTES = 1L << 30;
    private static final int FRAME_BYTES = 1024 * 1024 * 2;

    private final Path folder = ServicesResource.newDataDir();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Peers::stop);
        ServicesResource.delete(folder);
    }

    @Test
    void multiFrameOfOneGibibyteIsSentAndReceivedWithAHeapOfAQuarter() throws Exception {
        String uid = Uid.create();
        Path file = multiFrame(uid);
        int port = Peers.freePort();
        Path received = folder.resolve("received");
        Path scpOutput = folder.resolve("scp.txt");
        Process scp = start(scpOutput, "dicom", "scp", "--port", Integer.toString(port), "--out", received.toString(),
                "--count", "1", "--idle", "120");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(scpOutput)
                .contains("Listening"));

        Path storeOutput = folder.resolve("store.txt");
        Process store = start(storeOutput, "dicom", "store", "127.0.0.1:" + port, "--called", "ANY", file.toString());

        assertThat(store.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(store.exitValue()).as(Files.readString(storeOutput)).isZero();
        assertThat(scp.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dataSetDigest(received.resolve(uid + ".dcm"))).isEqualTo(dataSetDigest(file));
    }

    private Process start(Path output, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath().toString()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        processes.add(process);
        return process;
    }

    /** Sparse on disk: its pixels are zeros that were never written. */
    private Path multiFrame(String sopInstanceUid) throws IOException {
        DataSet head = new DataSet();
        head.set(Tag.SOPClassUID, Uid.EnhancedCTImageStorage);
        head.set(Tag.SOPInstanceUID, sopInstanceUid);
        head.set(Tag.StudyInstanceUID, Uid.create());
        head.set(Tag.SeriesInstanceUID, Uid.create());
        head.set(Tag.NumberOfFrames, Long.toString(PIXEL_BYTES / FRAME_BYTES));
        head.setInt(Tag.Rows, 1024);
        head.setInt(Tag.Columns, 1024);
        head.setInt(Tag.BitsAllocated, 16);
        Path file = folder.resolve("large.dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(Part10.encodeMeta(Uid.EnhancedCTImageStorage, sopInstanceUid,
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()));
            out.write(DataSetWriter.encode(head, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
            // (7FE0,0010) OW, two reserved bytes, length
            out.write(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x7FE0)
                    .putShort((short) 0x0010).put((byte) 'O').put((byte) 'W').putShort((short) 0)
                    .putInt((int) PIXEL_BYTES).array());
        }
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(access.length() + PIXEL_BYTES);
        }
        return file;
    }

    private static String dataSetDigest(Path file) throws IOException {
        MessageDigest digest = Spool.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Part10.readMeta(file).dataSetOffset());
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
