package org.dromedary.pipeline.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreListener;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.objects.coercion.Coercion;
import org.dromedary.objects.coercion.Coercions;

/**
 * Sending objects from the spool as they are and changed, alternating in one run, to a receiver that keeps nothing;
 * prints medians. Arguments: number of objects (400), rounds (7).
 */
public final class CoercionBench {

    private static final int PIXELS = 512 * 512 * 2;
    private static final int WINDOW = 8;

    private final Path folder;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    private CoercionBench(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 400;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        CoercionBench bench = new CoercionBench(Files.createTempDirectory("coercion-bench"));
        bench.generate(count);
        Coercion coercion = Coercions.of(Coercions.target());
        double[] plain = new double[rounds];
        double[] coerced = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double one = bench.send(entry -> new SpooledObject(bench.folder, entry));
            double other = bench.send(entry -> new CoercedObject(bench.folder, entry,
                    HeadChange.coercing(coercion)));
            if (round >= 0) {
                plain[round] = one;
                coerced[round] = other;
            }
        }
        Arrays.sort(plain);
        Arrays.sort(coerced);
        System.out.printf("as received %.0f MB/s, coerced %.0f MB/s, ratio %.2f%n", plain[rounds / 2],
                coerced[rounds / 2], coerced[rounds / 2] / plain[rounds / 2]);
        for (Entry entry : bench.entries) {
            Files.delete(bench.folder.resolve(entry.fileName()));
        }
        Files.delete(bench.folder);
    }

    private void generate(int count) throws IOException {
        Random random = new Random(1);
        byte[] pixels = new byte[PIXELS];
        for (int i = 1; i <= count; i++) {
            random.nextBytes(pixels);
            String uid = "2.25.1001.1." + i;
            DataSet image = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100")
                    .set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, uid)
                    .set(Tag.AccessionNumber, "1").set(Tag.PatientName, "Bench^Störe").set(Tag.PatientID, "BENCH")
                    .setInt(Tag.Rows, 512).setInt(Tag.Columns, 512).setBytes(Tag.PixelData, Vr.OW, pixels);
            byte[] dataSet = DataSetWriter.encode(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            try (OutputStream out = Files.newOutputStream(folder.resolve(uid + ".dcm"))) {
                out.write(Part10.encodeMeta(Uid.CTImageStorage, uid, Uid.ExplicitVRLittleEndian));
                out.write(dataSet);
            }
            entries.add(Entry.received(uid, Uid.CTImageStorage, Uid.ExplicitVRLittleEndian, dataSet.length,
                    HexFormat.of().formatHex(Spool.sha256().digest(dataSet)), uid + ".dcm"));
            bytes += dataSet.length;
        }
    }

    private double send(Function<Entry, StoreSource> source) throws IOException {
        long start = System.nanoTime();
        try (ScpServer server = ScpServer.builder().store((request, data) -> {
            data.transferTo(OutputStream.nullOutputStream());
            return Status.SUCCESS;
        }).build().start();
                Association association = Association.open(AssociationRequest.to("127.0.0.1", server.port())
                        .asynchronousOperations(WINDOW, 1)
                        .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
            StoreScu.storeAll(association, entries.stream().map(source).iterator(), new Strict());
        }
        return bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
    }

    private static final class Strict implements StoreListener {
        @Override
        public void stored(StoreSource source, StoreResult result) {
            if (!Status.isSuccess(result.status())) {
                throw new IllegalStateException(Status.describe(result.status()));
            }
        }

        @Override
        public void notSent(StoreSource source, IOException reason) {
            throw new IllegalStateException(reason);
        }
    }
}
