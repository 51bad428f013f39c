package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.PresentationContext;
import org.dromedary.dicom.tls.TlsFiles;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.tls.TlsProfile;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.TestAuthority;
import org.dromedary.testing.TestAuthority.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersTest {

    private static final String SOURCE = "192.0.2.10";

    private final List<String> others = new java.util.ArrayList<>();

    private static Callers callers(String... listed) {
        return callers(SOURCE, null, listed);
    }

    /** @param others where other titles of the source are noted, null to refuse them */
    private static Callers callers(String host, List<String> others, String... listed) {
        return callers(host, others, null, listed);
    }

    private static Callers callers(String host, List<String> others, TlsParty tls, String... listed) {
        Map<String, String> source = new java.util.HashMap<>(
                Map.of("dromedary.source.aet", "OLDPACS", "dromedary.source.host", host));
        if (listed.length > 0) {
            source.put("dromedary.local.callers", String.join(",", listed));
        }
        Settings settings = Settings.load(source);
        return new Callers(settings.map(ArchiveSettings.Local.class), settings.map(ArchiveSettings.Source.class),
                new Refusals(), new Callers.Source() {
                    @Override
                    public boolean takes(String callingAet) {
                        return others != null && others.add(callingAet);
                    }

                    @Override
                    public void refused(String callingAet) {
                        assertThat(others).isNull();
                    }

                    @Override
                    public boolean isStated(String callingAet) {
                        return callingAet.equals("STATED");
                    }

                    @Override
                    public boolean callsUs(String calledAet) {
                        return calledAet.equals("ALIAS");
                    }
                }, tls);
    }

    private static RejectReason judge(Callers callers, String aet, String address) throws UnknownHostException {
        return callers.apply(new AssociationInfo(aet, "DROMEDARY", InetAddress.getByName(address), null, List.of()));
    }

    @Test
    void programsOnThisMachineAreStrangersButForVerification() throws Exception {
        Callers callers = callers();
        assertThat(judge(callers, "ANYBODY", "127.0.0.1")).isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
        assertThat(judge(callers, "OLDPACS", "::1")).isNotNull();
        assertThat(callers.refused()).isEqualTo(2);
        assertThat(callers.apply(new AssociationInfo("ANYBODY", "DROMEDARY", InetAddress.getByName("127.0.0.1"), null,
                List.of(new PresentationContext(Uid.Verification, List.of(Uid.ImplicitVRLittleEndian)))))).isNull();
    }

    @Test
    void sourceOnThisMachineMayCallByEachOfItsLoopbackAddresses() throws Exception {
        Callers callers = callers("127.0.0.1", others);
        assertThat(judge(callers, "OLDPACS", "127.0.0.1")).isNull();
        assertThat(judge(callers, "OLDPACS", "::1")).isNull();
        assertThat(judge(callers, "SENDER", "127.0.0.1")).isNull();
        assertThat(others).containsExactly("SENDER");
    }

    @Test
    void sourceMayCallFromItsHostOnly() throws Exception {
        Callers callers = callers();
        assertThat(judge(callers, "OLDPACS", SOURCE)).isNull();
        assertThat(judge(callers, "oldpacs ", SOURCE)).as("case and padding do not matter").isNull();
        assertThat(judge(callers, "OLDPACS", "192.0.2.11")).isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
        assertThat(judge(callers, "STRANGER", SOURCE)).isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
        assertThat(callers.refused()).isEqualTo(2);
    }

    @Test
    void sourceMayCallByOtherTitlesUnlessThatIsSwitchedOff() throws Exception {
        Callers callers = callers(SOURCE, others);
        assertThat(judge(callers, "SENDER", SOURCE)).isNull();
        assertThat(judge(callers, "SENDER", "192.0.2.11")).isNotNull();
        assertThat(others).containsExactly("SENDER");
    }

    @Test
    void weAreCalledByOurTitleInWhateverCaseOrAsASettingSays() throws Exception {
        Callers callers = callers();
        assertThat(called(callers, "dromedary ")).isNull();
        assertThat(called(callers, "ALIAS")).isNull();
        assertThat(called(callers, "DROMEDARI")).isEqualTo(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED);
        assertThat(callers.refused()).isOne();
    }

    private static RejectReason called(Callers callers, String aet) throws UnknownHostException {
        return callers.apply(new AssociationInfo("OLDPACS", aet, InetAddress.getByName(SOURCE), null, List.of()));
    }

    @Test
    void refusalsAreToldWithTheirReasons() throws Exception {
        Refusals refusals = new Refusals();
        long begin = System.nanoTime();
        assertThat(refusals.describeSince(begin)).isEmpty();
        refusals.add(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED, "OLDPACS", "DROMEDARI", SOURCE);
        refusals.add(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED, "OLDPACS", "DROMEDARI", SOURCE);
        assertThat(refusals.describeSince(begin)).isEqualTo("meanwhile we refused 2 × OLDPACS@" + SOURCE
                + ", which called us DROMEDARI (our AE title is dromedary.local.aet)");
        assertThat(refusals.describeSince(System.nanoTime())).isEmpty();
        long later = System.nanoTime();
        AssociationInfo info = new AssociationInfo("OLDPACS", "DROMEDARY", InetAddress.getByName(SOURCE),
                null, List.of());
        refusals.onRejected(info, RejectReason.LOCAL_LIMIT_EXCEEDED);
        refusals.onAborted(info, new MalformedPduException("PDU length", 6));
        assertThat(refusals.describeSince(later)).contains("dromedary.local.max-associations", "broken off by us");
        assertThat(refusals.count()).isEqualTo(4);
    }

    @Test
    void listedCallersMayCallFromWhereTheListSays() throws Exception {
        Callers callers = callers("OLDPACS_SEND", "GATEWAY@198.51.100.7", "SIX@2001:db8::7");
        assertThat(judge(callers, "OLDPACS_SEND", "203.0.113.9")).isNull();
        assertThat(judge(callers, "GATEWAY", "198.51.100.7")).isNull();
        assertThat(judge(callers, "GATEWAY", "198.51.100.8")).isNotNull();
        assertThat(judge(callers, "SIX", "2001:db8::7")).isNull();
        assertThat(judge(callers, "gateway", "198.51.100.7")).isNull();
    }

    @Test
    void listThatMakesNoSenseIsNamedAtTheStart() {
        assertThatThrownBy(() -> callers("A_TITLE_WITH_MORE_THAN_16")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("dromedary.local.callers").hasMessageContaining("A_TITLE_WITH_MORE_THAN_16");
        assertThatThrownBy(() -> callers("GATEWAY@")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("no host");
    }

    /** Over an address of this machine that is no loopback address: the traffic stays on the machine. */
    @Test
    void strangerIsRejectedOverTheNetworkAndTheListedOneServed() throws Exception {
        InetAddress own = ownAddress();
        Callers callers = callers("LISTED@" + own.getHostAddress());
        try (ScpServer server = ScpServer.builder().bind(own).aeTitle("DROMEDARY").associationPolicy(callers).build()
                .start()) {
            assertThatThrownBy(() -> echo(own, server.port(), "STRANGER", "DROMEDARY"))
                    .isInstanceOf(AssociationRejectedException.class)
                    .hasMessageContaining("calling AE title not recognized");
            assertThatThrownBy(() -> echo(own, server.port(), "LISTED", "OTHER"))
                    .isInstanceOf(AssociationRejectedException.class)
                    .hasMessageContaining("called AE title not recognized");
            assertThat(echo(own, server.port(), "LISTED", "DROMEDARY")).isZero();
            assertThat(callers.refused()).isOne();
        }
    }

    private static int echo(InetAddress host, int port, String calling, String called) throws IOException {
        try (Association association = Association.open(AssociationRequest.to(host.getHostAddress(), port)
                .calling(calling).called(called).context(Uid.Verification, Uid.ImplicitVRLittleEndian).build())) {
            return EchoScu.echo(association);
        }
    }

    private static InetAddress ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst().orElseThrow(() -> new AssertionError("This machine has no address but loopback: give it"
                        + " one, such as 'ip addr add 198.18.0.1/32 dev lo'"));
    }

    @Test
    void sourceOfWhichTlsIsWantedIsTakenByItsCertificateAlone(@TempDir Path folder) throws Exception {
        TestAuthority authority = TestAuthority.of("Invented Hospital CA");
        Identity own = authority.issue("pacs.example.org");
        Callers callers = callers(SOURCE, new java.util.ArrayList<>(), new TlsParty(new TlsFiles(own.both(folder), null,
                null, authority.certificate(folder)), new TlsParty.Rules(TlsProfile.NON_DOWNGRADING, true,
                Set.of("pacs.example.org"), Set.of())), "MODALITY");
        assertThat(callers.apply(secure("OLDPACS", SOURCE, own))).isNull();
        assertThat(callers.apply(secure("OTHER", SOURCE, own))).isNull();
        assertThat(callers.apply(secure("OLDPACS", SOURCE, authority.issue("other.example.org"))))
                .isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
        for (String title : List.of("OLDPACS", "OTHER")) {
            assertThat(callers.apply(new AssociationInfo(title, "DROMEDARY", InetAddress.getByName(SOURCE), null,
                    List.of()))).as("in plain").isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
        }
        assertThat(callers.apply(new AssociationInfo("MODALITY", "DROMEDARY", InetAddress.getByName("192.0.2.77"), null,
                List.of()))).as("another that is listed").isNull();
    }

    private static AssociationInfo secure(String aet, String address, Identity own) throws IOException {
        return new AssociationInfo(aet, "DROMEDARY", InetAddress.getByName(address), null, List.of(),
                List.of(own.certificate()));
    }
}
