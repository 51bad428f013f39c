package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mllp.MllpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.dromedary.dicom.tls.TlsFiles;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.tls.TlsProfile;
import org.dromedary.hospital.hl7.mllp.BlockwiseMllp;
import org.dromedary.testing.Peers;
import org.dromedary.testing.TestAuthority;
import org.dromedary.testing.TestAuthority.Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MLLP over TLS: our sender to our receiver, each of which may be whom the other does not trust. */
@Timeout(120)
class SecureMllpTest {

    private static final byte[] MESSAGE = "MSH|^~\\&|RIS|HOSP|D|H|20240301||ADT^A08|7|P|2.5\rPID|1||4711\r"
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.of("Invented Hospital CA");
    private final TestAuthority stranger = TestAuthority.of("Stranger CA");
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final int port = Peers.freePort();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() throws IOException {
        camel.close();
    }

    private TlsParty party(Identity own) throws IOException {
        return new TlsParty(new TlsFiles(own.both(folder), null, null, authority.certificate(folder)),
                new TlsParty.Rules(TlsProfile.NON_DOWNGRADING, true, Set.of(), Set.of()));
    }

    private void listen(TlsParty party) throws Exception {
        camel.addComponent("mllp", new BlockwiseMllp(new BlockwiseMllp.Limits(10_000_000, 20_000_000,
                Duration.ofSeconds(20), 8), false, address -> true,
                socket -> party == null ? socket : party.server(socket), (from, reason) -> faults.add(reason)));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp:127.0.0.1:" + port + "?autoAck=false&hl7Headers=false&stringPayload=false")
                        .process(exchange -> {
                            received.add(exchange.getMessage().getBody(byte[].class));
                            exchange.setProperty(MllpConstants.MLLP_ACKNOWLEDGEMENT,
                                    "MSH|^~\\&|||||||ACK|1|P|2.5\rMSA|AA|7\r".getBytes(StandardCharsets.US_ASCII));
                        });
            }
        });
        camel.start();
    }

    private MllpClient sender(TlsParty party) {
        return new MllpClient("127.0.0.1", port, Duration.ofSeconds(10), Duration.ofSeconds(10), party);
    }

    private String failure(TlsParty party) {
        try (MllpClient sender = sender(party)) {
            Throwable thrown = catchThrowable(() -> sender.send(MESSAGE, "7"));
            assertThat(thrown).isInstanceOf(IOException.class);
            return thrown.getMessage();
        }
    }

    @Test
    void messagesAndTheirAnswersGoBothWays() throws Exception {
        listen(party(authority.issue("127.0.0.1")));
        try (MllpClient sender = sender(party(authority.issue("127.0.0.1")))) {
            assertThat(sender.send(MESSAGE, "7").isAccepted()).isTrue();
            assertThat(sender.send(MESSAGE, "7").isAccepted()).isTrue();
        }
        assertThat(received).hasSize(2).allSatisfy(each -> assertThat(each).isEqualTo(MESSAGE));
        assertThat(faults).isEmpty();
    }

    @Test
    void senderThatIsNotTrustedIsToldAndNothingOfItIsTaken() throws Exception {
        listen(party(authority.issue("127.0.0.1")));
        assertThat(failure(party(stranger.issue("127.0.0.1")))).isNotEmpty();
        await().untilAsserted(() -> assertThat(faults)
                .anyMatch(each -> each.contains("of no CA that is trusted here")));
        assertThat(received).isEmpty();
    }

    @Test
    void senderInPlainIsToldAndNothingOfItIsTaken() throws Exception {
        listen(party(authority.issue("127.0.0.1")));
        assertThat(failure(null)).isNotEmpty();
        await().untilAsserted(() -> assertThat(faults).anyMatch(each -> each.contains("does not speak TLS")));
        assertThat(received).isEmpty();
    }

    @Test
    void receiverThatIsNotTrustedIsSentNothing() throws Exception {
        listen(party(stranger.issue("127.0.0.1")));
        assertThat(failure(party(authority.issue("127.0.0.1")))).contains("of no CA that is trusted here");
        assertThat(received).isEmpty();
    }

    @Test
    void receiverInPlainIsSentNothing() throws Exception {
        listen(null);
        assertThat(failure(party(authority.issue("127.0.0.1")))).contains("no TLS with the peer");
        assertThat(received).isEmpty();
    }
}
