package org.dromedary.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreHandler;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.ContextResult;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.UserIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NegotiationTest {
    private static final StoreHandler DISCARD = (request, data) -> Status.SUCCESS;

    @Test
    void acceptorTakesTheFirstTransferSyntaxItKnows() throws Exception {
        try (Pair pair = Pair.of(scp -> scp.store(DISCARD), scu -> scu
                .context(Uid.CTImageStorage, "1.2.3.4.5", Uid.JPEGLSLossless, Uid.ExplicitVRLittleEndian)
                .context(Uid.CTImageStorage, "1.2.3.4.5")
                .context("1.2.3.99", Uid.ExplicitVRLittleEndian))) {
            List<NegotiatedContext> contexts = pair.association().contexts();
            assertThat(contexts).extracting(NegotiatedContext::id).containsExactly(1, 3, 5, 7);
            assertThat(contexts).extracting(NegotiatedContext::result).containsExactly(0, 0,
                    ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
            assertThat(pair.association().acceptedTransferSyntaxes(Uid.CTImageStorage))
                    .containsExactly(Uid.JPEGLSLossless);
            assertThat(pair.association().accepts(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)).isFalse();
        }
    }

    @Test
    void serversCanBeNarrowAndCanBeWide() throws Exception {
        try (Pair pair = Pair.of(
                scp -> scp.store(DISCARD).context(Uid.CTImageStorage, Uid.ImplicitVRLittleEndian)
                        .acceptUnknownSopClasses(),
                scu -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian)
                        .context("1.2.3.99", Uid.ExplicitVRLittleEndian))) {
            assertThat(pair.association().acceptedTransferSyntaxes(Uid.CTImageStorage))
                    .containsExactly(Uid.ImplicitVRLittleEndian);
            assertThat(pair.association().accepts("1.2.3.99", Uid.ExplicitVRLittleEndian)).isTrue();
        }
    }

    @Test
    void oneHundredAndTwentyEightContextsFitAndOneMoreDoesNot() throws Exception {
        try (Pair pair = Pair.of(scp -> scp.store(DISCARD), scu -> {
            for (int i = 1; i < 128; i++) {
                scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian);
            }
            assertThatThrownBy(() -> scu.context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian))
                    .isInstanceOf(IllegalArgumentException.class);
        })) {
            assertThat(pair.association().contexts()).hasSize(128)
                    .allMatch(NegotiatedContext::accepted).last().extracting(NegotiatedContext::id).isEqualTo(255);
            assertThat(EchoScu.echo(pair.association())).isZero();
        }
    }

    @Test
    void windowIsTheTighterOfBothWishes() throws Exception {
        try (Pair pair = Pair.of(scp -> scp.maxOperationsPerformed(4), scu -> scu.asynchronousOperations(0, 1))) {
            assertThat(pair.association().maxOperationsInvoked()).isEqualTo(4);
        }
        try (Pair pair = Pair.of(scp -> scp.maxOperationsPerformed(0), scu -> scu.asynchronousOperations(3, 1))) {
            assertThat(pair.association().maxOperationsInvoked()).isEqualTo(3);
        }
        try (Pair pair = Pair.of(scp -> { }, scu -> { })) {
            assertThat(pair.association().maxOperationsInvoked()).isEqualTo(1);
        }
    }

    @Test
    void rolesAreGrantedWhereTheServerCanInvoke() throws Exception {
        try (Pair pair = Pair.of(scp -> scp.get(context -> { }), scu -> scu
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian).role(Uid.CTImageStorage, true, true)
                .context(Uid.MRImageStorage, Uid.ExplicitVRLittleEndian))) {
            NegotiatedContext ct = pair.association().contexts().get(1);
            assertThat(ct.accepted()).isTrue();
            assertThat(ct.requestorScp()).isTrue();
            assertThat(ct.requestorScu()).isFalse();
            assertThat(pair.association().accepts(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian)).isFalse();
            assertThat(pair.association().contexts().get(2).accepted()).isFalse();
        }
    }

    @Test
    void everyTypeOfUserIdentityArrivesAndIsAnswered() throws Exception {
        List<UserIdentity> seen = new ArrayList<>();
        for (UserIdentity identity : List.of(UserIdentity.username("migration", true),
                UserIdentity.usernameAndPasscode("migration", "passcode", true),
                UserIdentity.kerberos(new byte[] {1, 2, 3}, true), UserIdentity.saml("<saml/>", true),
                UserIdentity.jwt("e30.e30.", true))) {
            try (Pair pair = Pair.of(scp -> scp.userIdentityResponse(user -> {
                seen.add(user);
                return ("type " + user.type()).getBytes(StandardCharsets.US_ASCII);
            }), scu -> scu.userIdentity(identity))) {
                assertThat(pair.association().userIdentityResponse()).asString().isEqualTo("type " + identity.type());
                assertThat(seen.get(seen.size() - 1)).usingRecursiveComparison().isEqualTo(identity);
            }
        }
    }

    @Test
    void policyRejectsByUserIdentity() {
        assertThatThrownBy(() -> Pair.of(scp -> scp.associationPolicy(info ->
                info.userIdentity() == null ? RejectReason.NO_REASON_GIVEN : null), scu -> { }))
                .isInstanceOf(AssociationRejectedException.class);
    }

    @Test
    void unknownCalledAeTitleIsRejected() {
        assertThatThrownBy(() -> Pair.of(scp -> scp.aeTitle("DROMEDARY", "OTHER"), scu -> scu.called("STRANGER")))
                .isInstanceOfSatisfying(AssociationRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(7));
    }

    @Test
    void extendedNegotiationGoesBothWays() throws Exception {
        try (Pair pair = Pair.of(
                scp -> scp.extendedNegotiation((sopClass, information) -> new byte[] {information[0], 9}),
                scu -> scu.extendedNegotiation(Uid.Verification, new byte[] {7}))) {
            assertThat(pair.association().extendedNegotiation(Uid.Verification)).containsExactly(7, 9);
        }
    }

    @Test
    void namesOfBothSidesAreKnown() throws Exception {
        try (Pair pair = Pair.of(scp -> { }, scu -> scu.calling("ME").called("YOU"))) {
            assertThat(pair.association().callingAeTitle()).isEqualTo("ME");
            assertThat(pair.association().calledAeTitle()).isEqualTo("YOU");
            assertThat(pair.association().peerImplementationVersion()).startsWith("DROMEDARY");
            assertThat(pair.association().peerMaxPduLength()).isGreaterThanOrEqualTo(262144);
        }
    }

    @Test
    void otherApplicationContextsAndVersionsAreRejected() throws Exception {
        try (ScpServer server = ScpServer.builder().build().start()) {
            Pdu.AssociateRq good = RawPeer.request();
            try (RawPeer peer = RawPeer.connect(server.port())) {
                peer.send(new Pdu.AssociateRq(2, "A", "B", good.applicationContext(),
                        good.contexts(), good.user()));
                assertThat(peer.receive()).isEqualTo(new Pdu.AssociateRj(1, 2, 2));
            }
            try (RawPeer peer = RawPeer.connect(server.port())) {
                peer.send(new Pdu.AssociateRq(1, "A", "B", "1.2.3",
                        good.contexts(), good.user()));
                assertThat(peer.receive()).isEqualTo(new Pdu.AssociateRj(1, 1, 2));
            }
        }
    }
}
