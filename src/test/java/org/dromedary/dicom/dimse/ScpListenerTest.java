package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AeTitles;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.RawPeer;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a server lets in by its AE title, and what it tells of those whom it does not. */
@Timeout(60)
class ScpListenerTest {

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final ScpListener listener = new ScpListener() {
        @Override
        public void onRejected(AssociationInfo request, RejectReason reason) {
            told.add(request.callingAeTitle() + ">" + request.calledAeTitle() + " " + reason + " "
                    + request.address().getHostAddress());
        }

        @Override
        public void onAborted(AssociationInfo association, Exception reason) {
            told.add(association.callingAeTitle() + " " + reason.getClass().getSimpleName());
        }
    };

    private ScpServer server(Consumer<ScpServer.Builder> more) throws IOException {
        ScpServer.Builder builder = ScpServer.builder().timeouts(TestLimits.LONG).aeTitle("DROMEDARY")
                .listener(listener).store((request, data) -> Status.SUCCESS);
        more.accept(builder);
        return builder.build().start();
    }

    private static int echo(ScpServer server, String called) throws IOException {
        try (Association association = Association.open(
                Pair.request(server).calling("ARCHIVE").called(called).build())) {
            return EchoScu.echo(association);
        }
    }

    @Test
    void calledTitleInAnotherCaseIsTaken() throws Exception {
        try (ScpServer server = server(builder -> { })) {
            assertThat(echo(server, "dromedary")).isZero();
            assertThat(echo(server, " Dromedary ")).isZero();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void paddingIsNotSignificant() {
        assertThat(AeTitles.match(" DROMEDARY\0\0", "dromedary  ")).isTrue();
        assertThat(AeTitles.match("DROMEDARY", "DROMEDARY2")).isFalse();
    }

    @Test
    void otherTitlesAreRejectedAndTold() throws Exception {
        try (ScpServer server = server(builder -> { })) {
            assertThatThrownBy(() -> echo(server, "OTHER")).isInstanceOf(AssociationRejectedException.class);
            assertThat(told).containsExactly("ARCHIVE>OTHER CALLED_AE_TITLE_NOT_RECOGNIZED 127.0.0.1");
            assertThat(server.rejected(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED)).isEqualTo(1);
            assertThat(server.rejected(RejectReason.LOCAL_LIMIT_EXCEEDED)).isZero();
        }
    }

    @Test
    void strictServerWantsItsTitleAsItIs() throws Exception {
        try (ScpServer server = server(builder -> builder.strictAeTitles(true))) {
            assertThat(echo(server, "DROMEDARY")).isZero();
            assertThatThrownBy(() -> echo(server, "dromedary")).isInstanceOf(AssociationRejectedException.class);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void limitAndPolicyAreTold() throws Exception {
        try (ScpServer server = server(builder -> builder.maxAssociations(1).associationPolicy(
                info -> info.callingAeTitle().equals("EVIL") ? RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED : null));
                Association first = Association.open(Pair.request(server).called("DROMEDARY").build())) {
            assertThat(first.isOpen()).isTrue();
            assertThatThrownBy(() -> echo(server, "DROMEDARY")).isInstanceOf(AssociationRejectedException.class);
            assertThatThrownBy(() -> Association.open(Pair.request(server).calling("EVIL").called("DROMEDARY").build()))
                    .isInstanceOf(AssociationRejectedException.class);
            assertThat(told).containsExactly("ARCHIVE>DROMEDARY LOCAL_LIMIT_EXCEEDED 127.0.0.1",
                    "EVIL>DROMEDARY CALLING_AE_TITLE_NOT_RECOGNIZED 127.0.0.1");
        }
    }

    @Test
    void whatMakesThePortAbortIsTold() throws Exception {
        try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).listener(listener).build().start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.associate(Uid.Verification);
            peer.sendData(1, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            peer.awaitClose();
            await().untilAsserted(() -> assertThat(told).containsExactly("RAW MalformedPduException"));
        }
    }

    @Test
    void peerThatIsGoneInMidAssociationIsTold() throws Exception {
        try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).listener(listener).build().start()) {
            try (RawPeer peer = RawPeer.connect(server.port())) {
                peer.associate(Uid.Verification);
            }
            await().untilAsserted(() -> assertThat(told).containsExactly("RAW AssociationAbortedException"));
        }
    }

    @Test
    void portThatIsOnlyLookedAtTellsNothingButGarbageIsTold() throws Exception {
        try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).listener(listener).build().start()) {
            RawPeer.connect(server.port()).close();
            try (RawPeer peer = RawPeer.connect(server.port())) {
                peer.sendBytes("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                peer.awaitClose();
            }
            await().untilAsserted(() -> assertThat(told).containsExactly(" MalformedPduException"));
        }
    }

    @Test
    void associationReleasedInOrderTellsNothing() throws Exception {
        try (ScpServer server = server(builder -> { })) {
            assertThat(echo(server, "DROMEDARY")).isZero();
            await().until(() -> server.associations() == 0);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void listenerThatFailsDisturbsNothing() throws Exception {
        ScpListener failing = new ScpListener() {
            @Override
            public void onRejected(AssociationInfo request, RejectReason reason) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (ScpServer server = server(builder -> builder.listener(failing))) {
            assertThatThrownBy(() -> echo(server, "OTHER")).isInstanceOf(AssociationRejectedException.class);
            assertThat(echo(server, "DROMEDARY")).isZero();
        }
    }
}
