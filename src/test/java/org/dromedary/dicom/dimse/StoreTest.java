package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.net.GeneratedSource;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoreTest {
    @TempDir
    Path folder;

    private static Pair pair(StoreHandler handler) throws IOException {
        return Pair.of(scp -> scp.store(handler),
                scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian));
    }

    @Test
    void bytesArriveAsTheyWereForEveryLengthAroundThePduLength() throws Exception {
        for (int pdu : new int[] {1024, 16384, 262144}) {
            for (long size : new long[] {0, 2, pdu - 8, pdu - 6, pdu - 4, pdu, 2L * pdu - 12, 3L * pdu + 2}) {
                AtomicLong wrong = new AtomicLong();
                AtomicLong read = new AtomicLong();
                try (Pair pair = Pair.of(scp -> scp.maxPduLength(pdu).store((request, data) -> {
                    for (int value = data.read(); value >= 0; value = data.read()) {
                        wrong.addAndGet((byte) value == GeneratedSource.at(read.getAndIncrement()) ? 0 : 1);
                    }
                    return Status.SUCCESS;
                }), scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian))) {
                    assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(size)).status()).isZero();
                    assertThat(read.get()).isEqualTo(size);
                    assertThat(wrong.get()).isZero();
                    assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(size).ofUnknownLength())
                            .status()).isZero();
                    assertThat(read.get()).isEqualTo(2 * size);
                }
            }
        }
    }

    @Test
    void fileGoesToFileWithTapAndDigest() throws Exception {
        byte[] pixels = new byte[700_000];
        Arrays.fill(pixels, (byte) 7);
        Path sent = folder.resolve("sent.dcm");
        Part10.write(sent, new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, "1.2.3")
                .setBytes(Tag.PixelData, Vr.OW, pixels), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path received = folder.resolve("received.dcm");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer head = ByteBuffer.allocate(64);
        try (Pair pair = pair((request, data) -> {
            try (FileChannel file = FileChannel.open(received, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(Part10.encodeMeta(request.sopClassUid(), request.sopInstanceUid(),
                        request.transferSyntaxUid())));
                data.transferTo(file, chunk -> {
                    digest.update(chunk.duplicate());
                    while (head.hasRemaining() && chunk.hasRemaining()) {
                        head.put(chunk.get());
                    }
                });
            }
            return Status.SUCCESS;
        })) {
            assertThat(StoreScu.store(pair.association(), FileSource.of(sent)).status()).isZero();
        }
        assertThat(received).hasSameBinaryContentAs(sent);
        assertThat(head.hasRemaining()).isFalse();
        byte[] dataSet = Arrays.copyOfRange(Files.readAllBytes(sent),
                (int) Part10.readMeta(sent).dataSetOffset(), (int) Files.size(sent));
        assertThat(digest.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(dataSet));
    }

    @Test
    void splicedObjectHasANewHeadAndTheOldTail() throws Exception {
        Path file = Files.write(folder.resolve("tail"), new byte[] {0, 0, 0, 4, 5, 6});
        List<byte[]> received = new ArrayList<>();
        try (Pair pair = pair((request, data) -> {
            received.add(data.readAllBytes());
            return Status.SUCCESS;
        })) {
            StoreScu.store(pair.association(), new SplicedSource(Uid.CTImageStorage, "1.2", Uid.ExplicitVRLittleEndian,
                    new byte[] {1, 2, 3}, file, 3));
        }
        assertThat(received.get(0)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void failingHandlersFailTheirObjectOnly() throws Exception {
        AtomicInteger call = new AtomicInteger();
        try (Pair pair = pair((request, data) -> switch (call.getAndIncrement()) {
            case 0 -> throw new IllegalStateException("bug");
            case 1 -> throw new DimseStatusException(Status.OUT_OF_RESOURCES, "Spool is full");
            case 2 -> throw new IOException("disk");
            case 3 -> {
                data.read();
                yield Status.ELEMENTS_DISCARDED;
            }
            default -> Status.SUCCESS;
        })) {
            List<StoreResult> results = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                results.add(StoreScu.store(pair.association(), GeneratedSource.ct(500_000)));
            }
            assertThat(results).extracting(StoreResult::status)
                    .containsExactly(0xC000, 0xA700, 0xC000, 0xB006, 0x0000);
            assertThat(results.get(1).comment()).isEqualTo("Spool is full");
        }
    }

    @Test
    void windowKeepsSeveralUnderWayAndEachResponseFindsItsObject() throws Exception {
        try (Pair pair = Pair.of(
                scp -> scp.store((request, data) -> request.sopInstanceUid().endsWith("3") ? 0xB000 : 0),
                scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).asynchronousOperations(5, 1))) {
            Map<String, Integer> statuses = new HashMap<>();
            storeAll(pair, IntStream.range(0, 100)
                    .mapToObj(i -> (StoreSource) GeneratedSource.ct(i * 1000L, "1.2." + i)).iterator(), statuses);
            assertThat(statuses).hasSize(100);
            statuses.forEach((uid, status) -> assertThat(status).isEqualTo(uid.endsWith("3") ? 0xB000 : 0));
        }
    }

    @Test
    void objectsThatCannotBeSentDoNotStopTheOthers() throws Exception {
        try (Pair pair = pair((request, data) -> Status.SUCCESS)) {
            StoreSource otherSyntax = new GeneratedSource(Uid.CTImageStorage, "1.2.1", Uid.JPEGLSLossless, 10, true);
            StoreSource missing = new SplicedSource(Uid.CTImageStorage, "1.2.2", Uid.ExplicitVRLittleEndian,
                    new byte[2], folder.resolve("missing"), 0);
            Map<String, Integer> statuses = new HashMap<>();
            List<IOException> notSent = storeAll(pair, List.of(otherSyntax, GeneratedSource.ct(10, "1.2.3"), missing,
                    GeneratedSource.ct(10, "1.2.4")).iterator(), statuses);
            assertThat(statuses).containsOnlyKeys("1.2.3", "1.2.4");
            assertThat(notSent.get(0)).isInstanceOf(NoPresentationContextException.class);
            assertThat(notSent.get(1)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void sourceThatEndsEarlyNeverLooksComplete() throws Exception {
        AtomicInteger completed = new AtomicInteger();
        GeneratedSource source = GeneratedSource.ct(1000);
        try (Pair pair = pair((request, data) -> {
            data.drain();
            completed.incrementAndGet();
            return Status.SUCCESS;
        })) {
            StoreSource longer = new ShortSource(source);
            assertThatThrownBy(() -> StoreScu.store(pair.association(), longer)).isInstanceOf(IOException.class)
                    .hasMessageContaining("before its announced length");
            assertThat(pair.association().isOpen()).isFalse();
        }
        assertThat(completed.get()).isZero();
    }

    /** Announces a megabyte and has a kilobyte. */
    private static final class ShortSource extends ForwardingSource {

        ShortSource(StoreSource source) {
            super(source);
        }

        @Override
        public long length() {
            return 1_000_000;
        }
    }

    @Test
    void moveOriginatorIsPassedOn() throws Exception {
        List<String> seen = new ArrayList<>();
        try (Pair pair = pair((request, data) -> {
            seen.add(request.moveOriginatorAeTitle() + "/" + request.moveOriginatorMessageId() + "/"
                    + request.callingAeTitle() + "/" + request.transferSyntaxUid());
            return Status.SUCCESS;
        })) {
            StoreScu.store(pair.association(), new OriginatedSource(GeneratedSource.ct(10),
                    new StoreSource.MoveOriginator("MOVER", 17)));
        }
        assertThat(seen).containsExactly("MOVER/17/DROMEDARY/" + Uid.ExplicitVRLittleEndian);
    }

    @Test
    void threeHundredMegabytesPassWithoutMemoryOnEitherSide() throws Exception {
        AtomicLong received = new AtomicLong();
        AtomicLong allocatedByReceiver = new AtomicLong();
        try (Pair pair = pair((request, data) -> {
            long before = allocated();
            data.transferTo(new CountingChannel(received), null);
            allocatedByReceiver.set(allocated() - before);
            return Status.SUCCESS;
        })) {
            StoreScu.store(pair.association(), GeneratedSource.ct(3 << 20));
            received.set(0);
            long before = allocated();
            assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(300 << 20)).status()).isZero();
            assertThat(allocated() - before).isLessThan(2 << 20);
            assertThat(allocatedByReceiver.get()).isLessThan(2 << 20);
            assertThat(received.get()).isEqualTo(300 << 20);
        }
    }

    @Test
    void objectBeyondFourGibibytesPasses() throws Exception {
        long size = (4L << 30) + 10;
        AtomicLong received = new AtomicLong();
        try (Pair pair = pair((request, data) -> {
            data.transferTo(new CountingChannel(received), null);
            return Status.SUCCESS;
        })) {
            assertThat(StoreScu.store(pair.association(), new EmptySource(size)).status()).isZero();
        }
        assertThat(received.get()).isEqualTo(size);
    }

    /** So many bytes of no certain value, at no cost. */
    private record EmptySource(long length) implements StoreSource {
        @Override
        public String sopClassUid() {
            return Uid.CTImageStorage;
        }

        @Override
        public String sopInstanceUid() {
            return "1.2.3";
        }

        @Override
        public String transferSyntaxUid() {
            return Uid.ExplicitVRLittleEndian;
        }

        @Override
        public ReadableByteChannel open() {
            return new ReadableByteChannel() {
                @Override
                public int read(ByteBuffer into) {
                    int count = into.remaining();
                    into.position(into.limit());
                    return count;
                }

                @Override
                public boolean isOpen() {
                    return true;
                }

                @Override
                public void close() { }
            };
        }
    }

    /** Bytes this thread has ever taken from the heap. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private record CountingChannel(AtomicLong total) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            bytes.position(bytes.limit());
            total.addAndGet(count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() { }
    }

    @Test
    void streamReadsWholeArraysAcrossPdus() throws Exception {
        List<byte[]> received = new ArrayList<>();
        try (Pair pair = Pair.of(scp -> scp.maxPduLength(1024).store((request, data) -> {
            InputStream in = data;
            received.add(in.readNBytes(5000));
            received.add(in.readAllBytes());
            assertThat(in.read()).isEqualTo(-1);
            return Status.SUCCESS;
        }), scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian))) {
            assertThat(StoreScu.store(pair.association(), GeneratedSource.ct(12_000)).status()).isZero();
        }
        assertThat(received.get(0)).hasSize(5000);
        assertThat(received.get(1)).hasSize(7000).startsWith(GeneratedSource.at(5000));
    }

    private static List<IOException> storeAll(Pair pair, Iterator<StoreSource> sources, Map<String, Integer> statuses)
            throws IOException {
        List<IOException> notSent = new ArrayList<>();
        StoreScu.storeAll(pair.association(), sources, new StoreListener() {
            @Override
            public void stored(StoreSource source, StoreResult result) {
                statuses.put(source.sopInstanceUid(), result.status());
            }

            @Override
            public void notSent(StoreSource source, IOException reason) {
                notSent.add(reason);
            }
        });
        return notSent;
    }
}
