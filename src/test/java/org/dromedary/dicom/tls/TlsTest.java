package org.dromedary.dicom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.ScpListener;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.GeneratedSource;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.tls.TlsParty.Rules;
import org.dromedary.testing.TestAuthority;
import org.dromedary.testing.TestAuthority.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class TlsTest {

    private static final Rules MUTUAL = new Rules(TlsProfile.NON_DOWNGRADING, true, Set.of(), Set.of());

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;

    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<AssociationInfo> seen = new AtomicReference<>();

    @BeforeAll
    static void makeAuthorities() {
        authority = TestAuthority.of("Invented Hospital CA");
        stranger = TestAuthority.of("Stranger CA");
    }

    private static TlsParty party(Identity own, TestAuthority trusted, Rules rules) throws TlsException {
        return new TlsParty(new TlsFiles(own == null ? null : own.both(folder), null, null,
                trusted.certificate(folder)), rules);
    }

    private ScpServer.Builder scp(TlsParty party) {
        return ScpServer.builder().timeouts(TestLimits.LONG).tls(party).associationPolicy(info -> {
            seen.set(info);
            requests.incrementAndGet();
            return null;
        }).listener(new ScpListener() {
            @Override
            public void onAborted(AssociationInfo association, Exception reason) {
                broken.add(reason.getMessage());
            }
        });
    }

    private static AssociationRequest.Builder request(ScpServer server, TlsParty party) {
        return AssociationRequest.to("127.0.0.1", server.port()).timeouts(TestLimits.LONG).tls(party)
                .context(Uid.Verification, Uid.ImplicitVRLittleEndian)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian);
    }

    private static int echo(ScpServer server, TlsParty party) throws IOException {
        try (Association association = Association.open(request(server, party).build())) {
            return EchoScu.echo(association);
        }
    }

    private String failure(ScpServer server, TlsParty party) {
        Throwable thrown = catchThrowable(() -> echo(server, party));
        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(thrown.getMessage()).doesNotContain("\n");
        return thrown.getMessage();
    }

    @ParameterizedTest
    @EnumSource
    void objectsOfAnySizeGoThroughByEachProfile(TlsProfile profile) throws Exception {
        Rules rules = new Rules(profile, true, Set.of(), Set.of());
        TlsParty party = party(authority.issue("127.0.0.1"), authority, rules);
        long[] wrong = new long[1];
        try (ScpServer server = scp(party).store((request, data) -> {
            byte[] piece = new byte[70_000];
            long position = 0;
            for (int count = data.read(piece); count >= 0; count = data.read(piece)) {
                for (int i = 0; i < count; i++) {
                    wrong[0] += piece[i] == GeneratedSource.at(position++) ? 0 : 1;
                }
            }
            return Status.SUCCESS;
        }).build().start(); Association association = Association.open(request(server, party).build())) {
            for (long size : new long[] {2, 16_383, 16_384, 300_000, 5_000_001}) {
                assertThat(StoreScu.store(association, GeneratedSource.ct(size)).status()).isZero();
            }
            assertThat(EchoScu.echo(association)).isZero();
            assertThat(wrong[0]).isZero();
            assertThat(seen.get().certificates()).hasSize(1);
        }
    }

    @Test
    void profilesHaveNoWeakCipherSuites() {
        String[] all = {"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_NULL_SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"};
        assertThat(TlsProfile.BCP195.cipherSuites(all)).containsExactly("TLS_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(TlsProfile.NON_DOWNGRADING.cipherSuites(all)).containsExactly(
                "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(TlsProfile.TLS13.cipherSuites(all)).containsExactly("TLS_AES_128_GCM_SHA256");
    }

    @Test
    void serverOfAnotherAuthorityIsRefusedBeforeAnythingIsSent() throws Exception {
        try (ScpServer server = scp(party(stranger.issue("127.0.0.1"), authority, MUTUAL)).build().start()) {
            assertThat(failure(server, party(authority.issue("127.0.0.1"), authority, MUTUAL)))
                    .contains("is of no CA that is trusted here", "Stranger CA");
            await().untilAsserted(() -> assertThat(broken).singleElement().asString()
                    .contains("does not accept our certificate"));
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void serverWhoseCertificateHasExpiredIsRefused() throws Exception {
        try (ScpServer server = scp(party(authority.expired("127.0.0.1"), authority, MUTUAL)).build().start()) {
            assertThat(failure(server, party(authority.issue("127.0.0.1"), authority, MUTUAL)))
                    .contains("has expired on", "renew it at the peer");
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void serverOfAnotherNameIsRefusedUnlessThatIsStatedOrItIsPinned() throws Exception {
        Identity other = authority.issue("other.example.org");
        TlsParty own = party(authority.issue("127.0.0.1"), authority, MUTUAL);
        try (ScpServer server = scp(party(other, authority, MUTUAL)).build().start()) {
            assertThat(failure(server, own)).contains("has another name than 127.0.0.1: it is for other.example.org");
            assertThat(requests).hasValue(0);
            assertThat(echo(server, party(authority.issue("127.0.0.1"), authority,
                    new Rules(TlsProfile.BCP195, true, Set.of("OTHER.example.org"), Set.of())))).isZero();
            assertThat(echo(server, party(authority.issue("127.0.0.1"), authority,
                    new Rules(TlsProfile.BCP195, true, Set.of(), Set.of(other.sha256().toUpperCase()))))).isZero();
            assertThat(failure(server, party(authority.issue("127.0.0.1"), authority,
                    new Rules(TlsProfile.BCP195, true, Set.of(), Set.of("ab".repeat(32))))))
                    .contains("is not the one pinned", other.sha256());
        }
    }

    @Test
    void clientThatIsNotTrustedIsRefusedWithTheReasonOnBothSides() throws Exception {
        try (ScpServer server = scp(party(authority.issue("127.0.0.1"), authority, MUTUAL)).build().start()) {
            assertThat(failure(server, party(stranger.issue("127.0.0.1"), authority, MUTUAL)))
                    .contains("it does not accept our certificate");
            assertThat(failure(server, party(authority.expired("127.0.0.1"), authority, MUTUAL)))
                    .contains("accept our certificate");
            assertThat(failure(server, party(null, authority, MUTUAL))).contains("certificate");
            await().untilAsserted(() -> assertThat(broken).hasSize(3));
            assertThat(broken.get(0)).contains("is of no CA that is trusted here");
            assertThat(broken.get(1)).contains("has expired on");
            assertThat(broken.get(2)).contains("presents no certificate");
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void clientNeedsNoCertificateWhereThatIsAllowed() throws Exception {
        Rules oneSided = new Rules(TlsProfile.BCP195, false, Set.of(), Set.of());
        try (ScpServer server = scp(party(authority.issue("127.0.0.1"), authority, oneSided)).build().start()) {
            assertThat(echo(server, party(null, authority, oneSided))).isZero();
            assertThat(seen.get().certificates()).isEmpty();
        }
    }

    @Test
    void nothingFallsBackToPlain() throws Exception {
        TlsParty party = party(authority.issue("127.0.0.1"), authority, MUTUAL);
        try (ScpServer secure = scp(party).build().start(); ScpServer plain = scp(null).build().start()) {
            assertThat(failure(plain, party)).contains("does not speak TLS there");
            assertThat(failure(secure, null)).contains("TLS");
            await().untilAsserted(() -> assertThat(broken).anyMatch(each -> each.contains("does not speak TLS")));
            assertThat(requests).hasValue(0);
        }
    }

    @Test
    void silentClientIsDroppedByTheTimeOfItsRequest() throws Exception {
        try (ScpServer server = scp(party(authority.issue("127.0.0.1"), authority, MUTUAL))
                .timeouts(TestLimits.SHORT).build().start();
                java.net.Socket silent = new java.net.Socket("127.0.0.1", server.port())) {
            silent.getOutputStream().write(new byte[] {0x16, 3, 1});
            await().atMost(Duration.ofSeconds(20)).until(() -> server.associations() == 0);
        }
    }

    @Test
    void filesThatChangeAreReadWithoutARestart() throws Exception {
        Path keys = Files.copy(stranger.issue("127.0.0.1").both(folder), folder.resolve("live.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        TlsParty reloading = new TlsParty(new TlsFiles(keys, null, null, authority.certificate(folder)), MUTUAL);
        TlsParty client = party(authority.issue("127.0.0.1"), authority, MUTUAL);
        try (ScpServer server = scp(reloading).build().start()) {
            assertThat(failure(server, client)).contains("no CA that is trusted");
            Files.copy(authority.issue("127.0.0.1").both(folder), keys, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(keys, FileTime.from(Instant.now().plusSeconds(60)));
            reloading.look();
            assertThat(echo(server, client)).isZero();
            Files.writeString(keys, "garbage");
            Files.setLastModifiedTime(keys, FileTime.from(Instant.now().plusSeconds(120)));
            reloading.look();
            assertThat(echo(server, client)).as("those before stay in force").isZero();
        }
    }

    @Test
    void expiryIsTheFirstOfOurOwnAndThoseTrusted() throws Exception {
        Identity soon = authority.issue(Duration.ofDays(10), "127.0.0.1");
        TlsParty party = party(soon, authority, MUTUAL);
        assertThat(party.expires()).isEqualTo(soon.certificate().getNotAfter().toInstant());
        assertThat(party.expiring()).contains("127.0.0.1");
    }

    @Test
    void pkcs12IsReadToo() throws Exception {
        Identity own = authority.issue("127.0.0.1");
        TlsParty party = new TlsParty(new TlsFiles(own.pkcs12(folder, "invented"), null, "invented",
                authority.certificate(folder)), MUTUAL);
        try (ScpServer server = scp(party).build().start()) {
            assertThat(echo(server, party)).isZero();
        }
        assertThatThrownBy(() -> new TlsParty(new TlsFiles(own.pkcs12(folder, "invented"), null, "other",
                authority.certificate(folder)), MUTUAL)).hasMessageContaining("its password is another");
    }
}
