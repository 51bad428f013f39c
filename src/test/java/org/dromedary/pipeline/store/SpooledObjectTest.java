package org.dromedary.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.SpoolDamagedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledObjectTest {

    private static final String CLASS = Uid.CTImageStorage;
    private static final String SYNTAX = Uid.ExplicitVRLittleEndian;
    private static final String INSTANCE = "1.2.3.4";

    @TempDir
    private Path folder;
    private final byte[] dataSet = new byte[300_001];
    private final AtomicInteger complete = new AtomicInteger();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        Arrays.fill(dataSet, (byte) 7);
        file = folder.resolve("1.2.3.4.dcm");
        Files.write(file, Part10.encodeMeta(CLASS, INSTANCE, SYNTAX));
        Files.write(file, dataSet, StandardOpenOption.APPEND);
    }

    private Entry entry() {
        return Entry.received(INSTANCE, CLASS, SYNTAX, dataSet.length,
                HexFormat.of().formatHex(Spool.sha256().digest(dataSet)), "1.2.3.4.dcm");
    }

    private int send() throws IOException {
        try (ScpServer server = ScpServer.builder().store((request, data) -> {
            assertThat(data.readAllBytes()).isEqualTo(dataSet);
            complete.incrementAndGet();
            return 0;
        }).build().start();
                Association association = Association.open(AssociationRequest.to("127.0.0.1", server.port())
                        .calling("A").called("B").context(CLASS, SYNTAX).build())) {
            return StoreScu.store(association, new SpooledObject(folder, entry())).status();
        }
    }

    private void assertNothingArrives(String reason) {
        assertThatThrownBy(this::send).isInstanceOf(SpoolDamagedException.class).hasMessageContaining(reason);
        assertThat(complete).hasValue(0);
    }

    @Test
    void objectAsReceivedArrives() throws Exception {
        assertThat(send()).isZero();
        assertThat(complete).hasValue(1);
    }

    @Test
    void anotherByteAnywhereKeepsTheObjectFromBecomingComplete() throws Exception {
        int meta = Part10.encodeMeta(CLASS, INSTANCE, SYNTAX).length;
        byte[] whole = Files.readAllBytes(file);
        for (int at : new int[] {meta, meta + 150_000, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertNothingArrives("has other bytes than were received");
        }
    }

    @Test
    void shorterLongerAndMissingFilesAreNotSentAtAll() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertNothingArrives("has not the length that was received");
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertNothingArrives("has not the length that was received");
        Files.write(file, new byte[0]);
        assertNothingArrives("can't be read");
        Files.delete(file);
        assertNothingArrives("can't be read");
    }

    @Test
    void metaInformationWrittenByAnotherVersionIsNoDamage() throws Exception {
        Files.write(file, Part10.encodeMeta(Part10.readMeta(file).elements().set(
                org.dromedary.dicom.data.Tag.ImplementationVersionName, "ANOTHER_VERSION")));
        Files.write(file, dataSet, StandardOpenOption.APPEND);
        assertThat(send()).isZero();
    }
}
