package org.dromedary.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.PdvInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same message in fragments of all kinds is the same message (PS3.8 §9.3.5, Annex E). */
@Timeout(120)
class FragmentationTest {

    private static final int MESSAGES = 300;

    /** A presentation data value with its header. */
    private static byte[] pdv(int control, byte[] fragment) {
        return ByteBuffer.allocate(6 + fragment.length).putInt(2 + fragment.length).put((byte) 1).put((byte) control)
                .put(fragment).array();
    }

    private static byte[] pdu(List<byte[]> values) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        values.forEach(body::writeBytes);
        return ByteBuffer.allocate(6 + body.size()).put((byte) 4).put((byte) 0).putInt(body.size())
                .put(body.toByteArray()).array();
    }

    /** Fragments of any length, also none and odd ones; the last one may be empty. */
    private static List<byte[]> fragments(byte[] bytes, int kind, Random random) {
        List<byte[]> values = new ArrayList<>();
        int at = 0;
        boolean ended = false;
        while (!ended) {
            int length = random.nextInt(4) == 0 ? 0 : Math.min(bytes.length - at, 1 + random.nextInt(60));
            ended = at + length == bytes.length && random.nextBoolean();
            byte[] fragment = new byte[length];
            System.arraycopy(bytes, at, fragment, 0, length);
            values.add(pdv(kind | (ended ? 2 : 0), fragment));
            at += length;
        }
        return values;
    }

    /** One, several or no values in a PDU. */
    private static byte[] pdus(List<byte[]> values, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int at = 0;
        while (at < values.size()) {
            int count = Math.min(values.size() - at, random.nextInt(5));
            all.writeBytes(pdu(values.subList(at, at + count)));
            at += count;
        }
        return all.toByteArray();
    }

    @Test
    void everyFragmentationGivesTheSameBytes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FragmentationTest seed " + seed);
        Random random = new Random(seed);
        List<byte[]> received = new ArrayList<>();
        try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).store((request, data) -> {
            received.add(random.nextBoolean() ? data.readAllBytes() : inPieces(data));
            return Status.SUCCESS;
        }).build().start(); RawPeer peer = RawPeer.connect(server.port())) {
            peer.associate(Uid.CTImageStorage);
            for (int i = 1; i <= MESSAGES; i++) {
                byte[] dataSet = new byte[random.nextInt(400)];
                random.nextBytes(dataSet);
                byte[] command = CommandSet.request(CommandSet.C_STORE_RQ, i, true)
                        .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, Uid.CTImageStorage)
                        .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, "1.2." + i).encode();
                List<byte[]> values = fragments(command, 1, random);
                values.addAll(fragments(dataSet, 0, random));
                peer.sendBytes(pdus(values, random));
                CommandSet response = peer.receiveCommand();
                assertThat(response.status()).as("seed " + seed + ", message " + i).isZero();
                assertThat(received.get(i - 1)).as("seed " + seed + ", message " + i).isEqualTo(dataSet);
            }
        }
    }

    private static byte[] inPieces(PdvInputStream data) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[7];
        for (int count = data.read(buffer, 0, 7); count >= 0; count = data.read(buffer, 0, 7)) {
            all.write(buffer, 0, count);
        }
        return all.toByteArray();
    }

    @Test
    void emptyFragmentsWithoutEndAreAnsweredByAbort() throws Exception {
        try (ScpServer server = ScpServer.builder().timeouts(TestLimits.LONG).store((request, data) -> {
            data.readAllBytes();
            return Status.SUCCESS;
        }).build().start(); RawPeer peer = RawPeer.connect(server.port())) {
            peer.associate(Uid.CTImageStorage);
            peer.sendCommand(1, CommandSet.request(CommandSet.C_STORE_RQ, 1, true));
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                values.add(pdv(0, new byte[0]));
            }
            for (int i = 0; i < 6; i++) {
                peer.sendBytes(pdu(values));
            }
            assertThat(peer.receive()).isEqualTo(new Pdu.Abort(2, Pdu.Abort.INVALID_PARAMETER_VALUE));
        }
    }
}
