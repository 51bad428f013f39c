package org.dromedary.dicom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.ScpListener;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.tls.TlsParty.Rules;
import org.dromedary.testing.Dcmtk;
import org.dromedary.testing.Orthanc;
import org.dromedary.testing.Peers;
import org.dromedary.testing.TestAuthority;
import org.dromedary.testing.TestAuthority.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS with DCMTK and with Orthanc, in both directions: when all is well, and when it is not. */
@Timeout(180)
class TlsPeersIT {

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static Path object;

    private final AtomicInteger received = new AtomicInteger();
    private final List<String> broken = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void prepare() throws IOException {
        authority = TestAuthority.of("Invented Hospital CA");
        stranger = TestAuthority.of("Stranger CA");
        object = folder.resolve("object.dcm");
        Part10.write(object, new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3.4.5").set(Tag.StudyInstanceUID, "1.2.3").set(Tag.Modality, "CT")
                .set(Tag.SeriesInstanceUID, "1.2.3.4").set(Tag.PatientName, "Invented^Person")
                .set(Tag.PatientID, "P1").setBytes(Tag.PixelData, Vr.OW, new byte[300_000]),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static TlsParty party(Identity own, Rules rules) throws IOException {
        return new TlsParty(new TlsFiles(own.certificate(folder), own.key(folder), null,
                authority.certificate(folder)), rules);
    }

    private static Rules rules(TlsProfile profile) {
        return new Rules(profile, true, Set.of(), Set.of());
    }

    private ScpServer scp(TlsParty party) throws IOException {
        return ScpServer.builder().tls(party).store((request, data) -> {
            data.drain();
            received.incrementAndGet();
            return Status.SUCCESS;
        }).listener(new ScpListener() {
            @Override
            public void onAborted(AssociationInfo association, Exception reason) {
                broken.add(reason.getMessage());
            }
        }).build().start();
    }

    private static int send(int port, String called, TlsParty party) throws IOException {
        try (Association association = Association.open(AssociationRequest.to("127.0.0.1", port).called(called)
                .tls(party).context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).build())) {
            return StoreScu.store(association, FileSource.of(object)).status();
        }
    }

    private static String failure(int port, String called, TlsParty party) {
        Throwable thrown = catchThrowable(() -> send(port, called, party));
        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(thrown.getMessage()).doesNotContain("\n");
        return thrown.getMessage();
    }

    private static long files(Dcmtk peer) throws IOException {
        try (Stream<Path> all = Files.list(peer.folder())) {
            return all.count();
        }
    }

    @Nested
    class Dcmtks {

        private Peers.Output storescu(ScpServer server, Identity own, String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of("storescu"));
            if (own != null) {
                command.addAll(List.of("+tls", own.key(folder).toString(), own.certificate(folder).toString(), "+cf",
                        authority.certificate(folder).toString()));
            }
            command.addAll(List.of(options));
            command.addAll(List.of("127.0.0.1", Integer.toString(server.port()), object.toString()));
            return Dcmtk.run(folder, Dcmtk.STOCK, command.toArray(String[]::new));
        }

        private Dcmtk storescp(Identity own, TestAuthority trusted, String... options) throws IOException {
            List<String> all = new ArrayList<>(List.of("+tls", own.key(folder).toString(),
                    own.certificate(folder).toString(), "+cf", trusted.certificate(folder).toString()));
            all.addAll(List.of(options));
            return Dcmtk.storescp(folder, Dcmtk.STOCK, all.toArray(String[]::new));
        }

        @Test
        void sendsToUsByEachProfileOfItsOwn() throws IOException {
            for (String profile : List.of("+py", "+px", "+pz")) {
                received.set(0);
                try (ScpServer server = scp(party(authority.issue("127.0.0.1"), rules(TlsProfile.BCP195)))) {
                    Peers.Output output = storescu(server, authority.issue("127.0.0.1"), profile);
                    assertThat(output.exitValue()).as(output.text()).isZero();
                    assertThat(received).hasValue(1);
                }
            }
        }

        @Test
        void isRefusedByUsForEachReason() throws IOException {
            try (ScpServer server = scp(party(authority.issue("127.0.0.1"),
                    new Rules(TlsProfile.NON_DOWNGRADING, true, Set.of("modality.example.org"), Set.of())))) {
                assertThat(storescu(server, stranger.issue("modality.example.org")).exitValue()).isNotZero();
                assertThat(storescu(server, authority.expired("modality.example.org")).exitValue()).isNotZero();
                assertThat(storescu(server, authority.issue("other.example.org")).exitValue()).isNotZero();
                assertThat(storescu(server, null).exitValue()).isNotZero();
                assertThat(received).hasValue(0);
                org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(broken).hasSize(4));
                assertThat(broken.get(0)).contains("of no CA that is trusted here");
                assertThat(broken.get(1)).contains("has expired on");
                assertThat(broken.get(2)).contains("has another name than modality.example.org");
                assertThat(broken.get(3)).contains("does not speak TLS there");
                assertThat(storescu(server, authority.issue("modality.example.org")).exitValue()).isZero();
                assertThat(received).hasValue(1);
            }
        }

        @Test
        void refusesOursUntilItIsTrusted() throws IOException {
            try (ScpServer server = scp(party(stranger.issue("127.0.0.1"), rules(TlsProfile.BCP195)))) {
                assertThat(storescu(server, authority.issue("127.0.0.1")).exitValue()).isNotZero();
                assertThat(received).hasValue(0);
            }
        }

        @Test
        void takesFromUsByEachProfileOfOurs() throws IOException {
            for (TlsProfile profile : List.of(TlsProfile.BCP195, TlsProfile.NON_DOWNGRADING)) {
                try (Dcmtk peer = storescp(authority.issue("127.0.0.1"), authority)) {
                    assertThat(send(peer.port(), "ANY", party(authority.issue("127.0.0.1"), rules(profile)))).isZero();
                    assertThat(files(peer)).isOne();
                }
            }
        }

        @Test
        void isSentNothingForEachReason() throws IOException {
            TlsParty own = party(authority.issue("127.0.0.1"), rules(TlsProfile.BCP195));
            try (Dcmtk peer = storescp(stranger.issue("127.0.0.1"), authority)) {
                assertThat(failure(peer.port(), "ANY", own)).contains("of no CA that is trusted here");
                assertThat(files(peer)).isZero();
            }
            try (Dcmtk peer = storescp(authority.expired("127.0.0.1"), authority)) {
                assertThat(failure(peer.port(), "ANY", own)).contains("has expired on");
                assertThat(files(peer)).isZero();
            }
            try (Dcmtk peer = storescp(authority.issue("other.example.org"), authority)) {
                assertThat(failure(peer.port(), "ANY", own)).contains("has another name than 127.0.0.1");
                assertThat(files(peer)).isZero();
            }
            try (Dcmtk peer = storescp(authority.issue("127.0.0.1"), stranger)) {
                assertThat(failure(peer.port(), "ANY", own)).contains("does not accept our certificate");
                assertThat(files(peer)).isZero();
            }
            try (Dcmtk peer = Dcmtk.storescp(folder, Dcmtk.STOCK)) {
                assertThat(failure(peer.port(), "ANY", own)).contains("TLS");
                assertThat(files(peer)).isZero();
            }
        }
    }

    @Nested
    class Orthancs {

        private Orthanc orthanc(Identity own, TestAuthority trusted, int ourPort) throws IOException {
            Orthanc.Options options = Orthanc.options(folder);
            if (own != null) {
                options.set("DicomTlsEnabled", "true")
                        .set("DicomTlsCertificate", "\"" + own.certificate(folder) + "\"")
                        .set("DicomTlsPrivateKey", "\"" + own.key(folder) + "\"")
                        .set("DicomTlsTrustedCertificates", "\"" + trusted.certificate(folder) + "\"")
                        .set("DicomTlsRemoteCertificateRequired", "true");
            }
            return options.set("DicomModalities", "{\"dromedary\": {\"AET\": \"DROMEDARY\", \"Host\": \"127.0.0.1\","
                    + " \"Port\": " + ourPort + ", \"UseDicomTls\": " + (own != null) + "}}").start();
        }

        private boolean sends(Orthanc orthanc) throws IOException {
            orthanc.upload(object);
            String id = orthanc.get("/instances").replaceAll("[^0-9a-f-]", "");
            try {
                orthanc.post("/modalities/dromedary/store", "\"" + id + "\"");
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Test
        void sendsToUsAndTakesFromUs() throws IOException {
            TlsParty own = party(authority.issue("127.0.0.1"), rules(TlsProfile.BCP195));
            try (ScpServer server = scp(own);
                    Orthanc orthanc = orthanc(authority.issue("127.0.0.1"), authority, server.port())) {
                assertThat(send(orthanc.dicomPort(), "ORTHANC", own)).isZero();
                assertThat(orthanc.count()).isOne();
                assertThat(sends(orthanc)).isTrue();
                assertThat(received).hasValue(1);
            }
        }

        private void isRefused(Identity own, TestAuthority trusted, Rules rules, String atOurPort, String whenWeCall)
                throws IOException {
            broken.clear();
            TlsParty ours = party(authority.issue("127.0.0.1"), rules);
            try (ScpServer server = scp(ours); Orthanc orthanc = orthanc(own, trusted, server.port())) {
                if (whenWeCall != null) {
                    assertThat(failure(orthanc.dicomPort(), "ORTHANC", ours)).contains(whenWeCall);
                    assertThat(orthanc.count()).isZero();
                }
                assertThat(sends(orthanc)).isFalse();
                assertThat(received).hasValue(0);
                org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(broken).isNotEmpty()
                        .allMatch(each -> each.contains(atOurPort)));
            }
        }

        @Test
        void isRefusedForAnotherAuthority() throws IOException {
            isRefused(stranger.issue("127.0.0.1"), authority, rules(TlsProfile.BCP195), "of no CA that is trusted",
                    "of no CA that is trusted");
        }

        @Test
        void isRefusedOnceItsCertificateHasExpired() throws IOException {
            isRefused(authority.expired("127.0.0.1"), authority, rules(TlsProfile.BCP195), "has expired on",
                    "has expired on");
        }

        @Test
        void isRefusedUnderAnotherName() throws IOException {
            isRefused(authority.issue("other.example.org"), authority, new Rules(TlsProfile.BCP195, true,
                    Set.of("pacs.example.org"), Set.of()), "has another name", "has another name");
        }

        @Test
        void isRefusedWithoutTls() throws IOException {
            isRefused(null, authority, rules(TlsProfile.BCP195), "does not speak TLS", "TLS");
        }

        @Test
        void refusesOurs() throws IOException {
            isRefused(authority.issue("127.0.0.1"), stranger, rules(TlsProfile.BCP195), "does not accept our",
                    "does not accept our certificate");
        }
    }
}
