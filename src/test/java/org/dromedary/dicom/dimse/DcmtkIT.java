package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.net.TestObjects;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both directions with DCMTK's tools as they are installed. */
@Timeout(120)
class DcmtkIT {
    private static final String FIND = Uid.StudyRootQueryRetrieveInformationModelFind;
    private static final String MOVE = Uid.StudyRootQueryRetrieveInformationModelMove;
    private static final String GET = Uid.StudyRootQueryRetrieveInformationModelGet;

    @TempDir
    Path folder;

    private static void assertSameDataSets(List<Path> sent, Path received) throws IOException {
        try (Stream<Path> list = Files.list(received)) {
            assertThat(list.count()).isEqualTo(sent.size());
        }
        for (Path file : sent) {
            DataSet original = Part10.read(file);
            try (Stream<Path> list = Files.list(received)) {
                Path copy = list.filter(p -> p.getFileName().toString()
                        .endsWith(original.getString(Tag.SOPInstanceUID))).findAny().orElseThrow();
                assertThat(Part10.read(copy).getBytes(Tag.PixelData)).isEqualTo(original.getBytes(Tag.PixelData));
            }
        }
    }

    @Nested
    class WeAsScu {
        @Test
        void storescpAnswersEchoAndStoresWithoutStalls() throws Exception {
            List<Path> files = TestObjects.write(folder.resolve("sent"), 50);
            try (Dcmtk scp = Dcmtk.storescp(folder, Dcmtk.STOCK);
                    Association association = Association.open(AssociationRequest.to("127.0.0.1", scp.port())
                            .context(Uid.Verification, Uid.ImplicitVRLittleEndian)
                            .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
                assertThat(EchoScu.echo(association)).isZero();
                long start = System.nanoTime();
                for (Path file : files) {
                    assertThat(StoreScu.store(association, FileSource.of(file)).status()).isZero();
                }
                assertThat((System.nanoTime() - start) / 1_000_000).as("40 ms an object without quick "
                        + "acknowledgement").isLessThan(50 * 40);
                assertSameDataSets(files, scp.folder());
            }
        }

        @Test
        void storescpThatRefusesOrAbortsIsUnderstood() throws Exception {
            try (Dcmtk scp = Dcmtk.storescp(folder, Dcmtk.STOCK, "--refuse")) {
                assertThatThrownBy(() -> Association.open(AssociationRequest.to("127.0.0.1", scp.port())
                        .context(Uid.Verification, Uid.ImplicitVRLittleEndian).build()))
                        .isInstanceOf(AssociationRejectedException.class);
            }
            Path file = TestObjects.write(folder.resolve("sent"), 1).get(0);
            try (Dcmtk scp = Dcmtk.storescp(folder, Dcmtk.STOCK, "--abort-after");
                    Association association = Association.open(AssociationRequest.to("127.0.0.1", scp.port())
                            .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
                assertThatThrownBy(() -> StoreScu.store(association, FileSource.of(file)))
                        .isInstanceOf(AssociationAbortedException.class);
            }
        }

        @Test
        void dcmqrscpAnswersFindMoveAndGet() throws Exception {
            List<Path> files = TestObjects.write(folder.resolve("sent"), 20);
            Path moved = Files.createDirectory(folder.resolve("moved"));
            Path got = Files.createDirectory(folder.resolve("got"));
            try (ScpServer destination = ScpServer.builder().timeouts(TestLimits.LONG)
                    .store(TestObjects.into(moved)).build().start();
                    Dcmtk archive = Dcmtk.dcmqrscp(folder, Dcmtk.STOCK, "ARCHIVE",
                            Map.of("DROMEDARY", destination.port()));
                    Association association = Association.open(AssociationRequest.to("127.0.0.1", archive.port())
                            .called("ARCHIVE").context(FIND, Uid.ImplicitVRLittleEndian)
                            .context(MOVE, Uid.ImplicitVRLittleEndian).context(GET, Uid.ImplicitVRLittleEndian)
                            .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)
                            .role(Uid.CTImageStorage, true, true).build())) {
                for (Path file : files) {
                    assertThat(StoreScu.store(association, FileSource.of(file)).status()).isZero();
                }
                assertFound(association);
                RetrieveResult result = MoveScu.move(association, MOVE, TestObjects.study(), "DROMEDARY", c -> { });
                assertThat(result.status()).isZero();
                assertThat(result.counts().completed()).isEqualTo(20);
                assertSameDataSets(files, moved);
                assertThat(MoveScu.move(association, MOVE, TestObjects.study(), "NOBODY", c -> { }).status())
                        .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
                assertThat(GetScu.get(association, GET, TestObjects.study(), TestObjects.into(got), c -> { })
                        .counts().completed()).isEqualTo(20);
                assertSameDataSets(files, got);
            }
        }

        private void assertFound(Association association) throws IOException {
            List<String> found = new ArrayList<>();
            FindResult result = FindScu.find(association, FIND, new DataSet().set(Tag.QueryRetrieveLevel, "IMAGE")
                    .set(Tag.StudyInstanceUID, TestObjects.STUDY).set(Tag.SeriesInstanceUID, TestObjects.STUDY + ".1")
                    .set(Tag.SOPInstanceUID, ""), match -> found.add(match.getString(Tag.SOPInstanceUID)));
            assertThat(result.status()).isZero();
            assertThat(found).containsExactlyInAnyOrderElementsOf(
                    IntStream.rangeClosed(1, 20).mapToObj(i -> TestObjects.STUDY + ".1." + i).toList());
        }
    }

    @Nested
    class WeAsScp {
        private Peers.Output run(ScpServer server, String program, String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(List.of(options));
            command.addAll(List.of("127.0.0.1", Integer.toString(server.port())));
            return Dcmtk.run(folder, Dcmtk.STOCK, command.toArray(String[]::new));
        }

        @Test
        void echoscuIsAnsweredAlsoWithAllItsContexts() throws Exception {
            try (ScpServer server = ScpServer.builder().build().start()) {
                assertThat(run(server, "echoscu").exitValue()).isZero();
                assertThat(run(server, "echoscu", "-ppc", "128", "--repeat", "3").exitValue()).isZero();
                Peers.Output aborted = run(server, "echoscu", "--abort");
                assertThat(aborted.text()).doesNotContain("E: ");
                assertThat(run(server, "echoscu").exitValue()).isZero();
            }
        }

        @Test
        void storescuStoresWithEveryPduLength() throws Exception {
            List<Path> files = TestObjects.write(folder.resolve("sent"), 20);
            for (String length : new String[] {"4096", "16384", "131072"}) {
                Path received = Files.createDirectory(folder.resolve("received" + length));
                try (ScpServer server = ScpServer.builder().store(TestObjects.into(received)).build().start()) {
                    Peers.Output output = Dcmtk.run(folder, Dcmtk.STOCK, "storescu", "--max-pdu", length, "+sd",
                            "127.0.0.1", Integer.toString(server.port()), folder.resolve("sent").toString());
                    assertThat(output.exitValue()).as(output.text()).isZero();
                    assertSameDataSets(files, received);
                }
            }
        }

        @Test
        void findscuGetsEveryMatchAndCanCancel() throws Exception {
            try (ScpServer server = ScpServer.builder().find(request -> IntStream.range(0, 200)
                    .mapToObj(i -> new DataSet().set(Tag.QueryRetrieveLevel, "STUDY")
                            .set(Tag.StudyInstanceUID, "1.2." + i)).iterator()).build().start()) {
                Peers.Output all = run(server, "findscu", "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k",
                        "StudyInstanceUID");
                assertThat(all.exitValue()).as(all.text()).isZero();
                assertThat(all.text()).contains("Response: 200").doesNotContain("Response: 201");
                Peers.Output some = run(server, "findscu", "-v", "-S", "--cancel", "5", "-k",
                        "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID");
                assertThat(some.exitValue()).as(some.text()).isZero();
            }
        }

        @Test
        void movescuMovesToStorescp() throws Exception {
            List<Path> files = TestObjects.write(folder.resolve("sent"), 20);
            try (Dcmtk destination = Dcmtk.storescp(folder, Dcmtk.STOCK);
                    ScpServer server = ScpServer.builder().move(MoveHandler.of(request -> sources(files),
                            aeTitle -> aeTitle.equals("DEST")
                                    ? AssociationRequest.to("127.0.0.1", destination.port()) : null))
                            .build().start()) {
                Peers.Output moved = run(server, "movescu", "-v", "-S", "-aem", "DEST", "-k",
                        "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + TestObjects.STUDY);
                assertThat(moved.exitValue()).as(moved.text()).isZero();
                assertSameDataSets(files, destination.folder());
                Peers.Output refused = run(server, "movescu", "-v", "-S", "-aem", "NOBODY", "-k",
                        "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + TestObjects.STUDY);
                assertThat(refused.text()).contains("MoveDestinationUnknown");
            }
        }

        @Test
        void getscuGetsEveryObject() throws Exception {
            List<Path> files = TestObjects.write(folder.resolve("sent"), 20);
            Path received = Files.createDirectory(folder.resolve("got"));
            try (ScpServer server = ScpServer.builder().get(GetHandler.of(request -> sources(files)))
                    .build().start()) {
                Peers.Output got = run(server, "getscu", "-v", "-S", "-od", received.toString(), "-k",
                        "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + TestObjects.STUDY);
                assertThat(got.exitValue()).as(got.text()).isZero();
                assertSameDataSets(files, received);
            }
        }

        private List<FileSource> sources(List<Path> files) throws IOException {
            List<FileSource> sources = new ArrayList<>();
            for (Path file : files) {
                sources.add(FileSource.of(file));
            }
            return sources;
        }
    }
}
