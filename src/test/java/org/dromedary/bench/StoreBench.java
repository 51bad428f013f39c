package org.dromedary.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreListener;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.tls.TlsFiles;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.tls.TlsProfile;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.TestAuthority;

/**
 * Throughput on loopback to disk, ours and DCMTK's alternating in one run; prints medians and ratios. One round more
 * goes first and is not counted: it warms up the compiler of the virtual machine, as the first seconds of a migration.
 *
 * <p>Arguments: number of objects (1000), rounds (7), {@code tls} for the cost of TLS alone.
 */
public final class StoreBench {
    private static final String STUDY = "2.25.1001";
    private static final int PIXELS = 512 * 512;

    private final Path folder;
    private final Path objects;
    private final int count;
    private final Map<String, List<Double>> results = new LinkedHashMap<>();
    private long bytes;
    private TlsParty party;

    private StoreBench(Path folder, int count) {
        this.folder = folder;
        this.objects = folder.resolve("objects");
        this.count = count;
    }

    public static void main(String[] args) throws IOException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        Path folder = Files.createTempDirectory("store-bench");
        try {
            StoreBench bench = new StoreBench(folder, count);
            if (args.length > 2) {
                bench.tls(rounds);
            } else {
                bench.run(rounds);
            }
        } finally {
            delete(folder);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void run(int rounds) throws IOException {
        generate();
        for (int round = 0; round <= rounds; round++) {
            if (round == 1) {
                results.clear();
            }
            storescuToStorescp("storescu -> storescp (no delay, PDU 131072)", Dcmtk.NO_DELAY);
            oursToOurs("ours -> ours", 1, null);
            oursToOurs("ours -> ours, window 8", 8, null);
            oursToStorescp("ours -> storescp (no delay, PDU 131072)", Dcmtk.NO_DELAY);
        }
        int few = Math.min(count, 150);
        for (int round = 0; round < Math.min(rounds, 3); round++) {
            few(few);
        }
        report();
    }

    private void tls(int rounds) throws IOException {
        generate();
        for (int round = 0; round <= rounds; round++) {
            if (round == 1) {
                results.clear();
            }
            oursToOurs("ours -> ours", 1, null);
            oursToOurs("ours -> ours, TLS", 1, party());
        }
        results.forEach((name, values) -> System.out.printf("median %-20s %7.0f MB/s %7.0f objects/s%n", name,
                median(values), median(values) * 1e6 / bytes * count));
        System.out.printf("Ratio with TLS / without: %.2f%n",
                median(results.get("ours -> ours, TLS")) / median(results.get("ours -> ours")));
    }

    private void few(int number) throws IOException {
        StoreBench few = new StoreBench(folder, number);
        few.bytes = bytes / count * number;
        few.results.putAll(results);
        few.storescuToStorescp("few, stock: storescu -> storescp", Dcmtk.STOCK);
        few.oursToStorescp("few, stock: ours -> storescp", Dcmtk.STOCK);
        few.get();
        results.putAll(few.results);
    }

    private void generate() throws IOException {
        Files.createDirectories(objects);
        Random random = new Random(1);
        byte[] pixels = new byte[PIXELS * 2];
        for (int i = 0; i < count; i++) {
            random.nextBytes(pixels);
            String uid = STUDY + ".1." + (i + 1);
            DataSet image = new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, uid)
                    .set(Tag.StudyDate, "20200101").set(Tag.StudyTime, "120000").set(Tag.AccessionNumber, "1")
                    .set(Tag.Modality, "CT").set(Tag.PatientName, "Bench^Store").set(Tag.PatientID, "BENCH")
                    .set(Tag.StudyInstanceUID, STUDY).set(Tag.SeriesInstanceUID, STUDY + ".1")
                    .set(Tag.StudyID, "1").set(Tag.SeriesNumber, "1").set(Tag.InstanceNumber, Integer.toString(i + 1))
                    .setInt(Tag.Rows, 512).setInt(Tag.Columns, 512).setInt(Tag.BitsAllocated, 16)
                    .setInt(Tag.BitsStored, 16).setInt(Tag.HighBit, 15).setInt(Tag.PixelRepresentation, 0)
                    .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                    .setBytes(Tag.PixelData, Vr.OW, pixels);
            Path file = objects.resolve(String.format("%05d.dcm", i));
            Part10.write(file, image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            bytes += Files.size(file);
        }
    }

    private void measure(String name, Path received, Work work) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double spent = (system.getProcessCpuTime() - processor) / 1e6 / count;
        long files;
        try (Stream<Path> list = Files.list(received)) {
            files = list.count();
        }
        if (files < count) {
            throw new IOException(name + ": only " + files + " of " + count + " objects arrived");
        }
        results.computeIfAbsent(name, n -> new ArrayList<>()).add(bytes / 1e6 / seconds);
        System.out.printf("%-55s %7.0f MB/s %7.0f objects/s %6.2f ms of our processor an object%n", name,
                bytes / 1e6 / seconds, count / seconds, spent);
    }

    private void storescuToStorescp(String name, Map<String, String> environment) throws IOException {
        boolean stock = environment.isEmpty();
        try (Dcmtk scp = storescp(stock, environment)) {
            List<String> command = new ArrayList<>(List.of("storescu"));
            if (!stock) {
                command.addAll(List.of("--max-pdu", "131072"));
            }
            command.addAll(List.of("127.0.0.1", Integer.toString(scp.port())));
            files().forEach(file -> command.add(file.toString()));
            measure(name, scp.folder(), () -> Dcmtk.run(folder, environment, command.toArray(String[]::new)));
            empty(scp.folder());
        }
    }

    private Dcmtk storescp(boolean stock, Map<String, String> environment) throws IOException {
        return stock ? Dcmtk.storescp(folder, environment)
                : Dcmtk.storescp(folder, environment, "--max-pdu", "131072");
    }

    private void oursToStorescp(String name, Map<String, String> environment) throws IOException {
        try (Dcmtk scp = storescp(environment.isEmpty(), environment)) {
            measure(name, scp.folder(), () -> send(scp.port(), 1, null));
            empty(scp.folder());
        }
    }

    private TlsParty party() throws IOException {
        if (party == null) {
            TestAuthority authority = TestAuthority.of("Bench CA");
            party = new TlsParty(new TlsFiles(authority.issue("127.0.0.1").both(folder), null, null,
                    authority.certificate(folder)), new TlsParty.Rules(TlsProfile.NON_DOWNGRADING, true, Set.of(),
                    Set.of()));
        }
        return party;
    }

    private void oursToOurs(String name, int window, TlsParty tls) throws IOException {
        Path received = Files.createTempDirectory(folder, "ours");
        try (ScpServer server = ScpServer.builder().store((request, data) -> toFile(received, request, data)).tls(tls)
                .build().start()) {
            measure(name, received, () -> send(server.port(), window, tls));
        }
        empty(received);
    }

    private static int toFile(Path received, StoreRequest request, PdvInputStream data) throws IOException {
        Path file = received.resolve(request.sopInstanceUid() + ".dcm");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(Part10.encodeMeta(request.sopClassUid(), request.sopInstanceUid(),
                    request.transferSyntaxUid())));
            data.transferTo(channel, null);
        }
        return Status.SUCCESS;
    }

    private void send(int port, int window, TlsParty tls) throws IOException {
        AssociationRequest.Builder request = AssociationRequest.to("127.0.0.1", port).tls(tls)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian);
        if (window > 1) {
            request.asynchronousOperations(window, 1);
        }
        Iterator<Path> files = files().iterator();
        try (Association association = Association.open(request.build())) {
            StoreScu.storeAll(association, new Iterator<StoreSource>() {
                @Override
                public boolean hasNext() {
                    return files.hasNext();
                }

                @Override
                public StoreSource next() {
                    return source(files.next());
                }
            }, new Strict());
        }
    }

    private static StoreSource source(Path file) {
        try {
            return FileSource.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private void get() throws IOException {
        try (Dcmtk archive = Dcmtk.dcmqrscp(folder, Dcmtk.STOCK, "ARCHIVE", Map.of())) {
            List<String> fill = new ArrayList<>(List.of("storescu", "-aec", "ARCHIVE", "127.0.0.1",
                    Integer.toString(archive.port())));
            files().forEach(file -> fill.add(file.toString()));
            Dcmtk.run(folder, Dcmtk.NO_DELAY, fill.toArray(String[]::new));
            Path theirs = Files.createTempDirectory(folder, "getscu");
            measure("few, stock: getscu <- dcmqrscp", theirs, () -> Dcmtk.run(folder, Dcmtk.STOCK, "getscu", "-S",
                    "-aec", "ARCHIVE", "-od", theirs.toString(), "-k", "QueryRetrieveLevel=STUDY", "-k",
                    "StudyInstanceUID=" + STUDY, "127.0.0.1", Integer.toString(archive.port())));
            Path ours = Files.createTempDirectory(folder, "get");
            measure("few, stock: our C-GET <- dcmqrscp", ours, () -> getFrom(archive.port(), ours));
            empty(theirs);
            empty(ours);
            empty(archive.folder());
        }
    }

    private static void getFrom(int port, Path received) throws IOException {
        AssociationRequest request = AssociationRequest.to("127.0.0.1", port).called("ARCHIVE")
                .context(Uid.StudyRootQueryRetrieveInformationModelGet, Uid.ImplicitVRLittleEndian)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).role(Uid.CTImageStorage, false, true).build();
        try (Association association = Association.open(request)) {
            GetScu.get(association, Uid.StudyRootQueryRetrieveInformationModelGet,
                    new DataSet().set(Tag.QueryRetrieveLevel, "STUDY").set(Tag.StudyInstanceUID, STUDY),
                    (object, data) -> toFile(received, object, data), counts -> { });
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> list = Files.list(objects)) {
            return list.sorted().limit(count).toList();
        }
    }

    private void report() {
        System.out.println("Medians in MB/s (1 MB = 1,000,000 bytes):");
        results.forEach((name, values) -> System.out.printf("%-55s %7.0f%n", name, median(values)));
        double reference = median(results.get("storescu -> storescp (no delay, PDU 131072)"));
        System.out.printf("Ratio ours / DCMTK: %.2f, with window 8: %.2f%n",
                median(results.get("ours -> ours")) / reference,
                median(results.get("ours -> ours, window 8")) / reference);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * Gives the disk space back but keeps the files until the end: ext4 searches long for an inode while many were
     * deleted in the last seconds, which would be measured instead.
     */
    private static void empty(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.toList()) {
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
