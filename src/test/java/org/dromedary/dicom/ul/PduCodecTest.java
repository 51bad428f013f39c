package org.dromedary.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PduCodecTest {
    /** Verification in Implicit VR Little Endian, as PS3.8 §9.3.2 lays it out. */
    private static final String ASSOCIATE_RQ = """
            01 00 000000A4              A-ASSOCIATE-RQ, 164 bytes
            0001 0000                   protocol version 1, reserved
            'CALLED          '          called AE title
            'CALLING         '          calling AE title
            0000000000000000 0000000000000000 0000000000000000 0000000000000000
            10 00 0015                  application context
            '1.2.840.10008.3.1.1.1'
            20 00 002E                  presentation context, 46 bytes
            01 00 00 00                 id 1
            30 00 0011                  abstract syntax
            '1.2.840.10008.1.1'
            40 00 0011                  transfer syntax
            '1.2.840.10008.1.2'
            50 00 0011                  user information, 17 bytes
            51 00 0004 00004000         maximum length 16384
            52 00 0005 '1.2.3'          implementation class UID
            """;

    private static final String ASSOCIATE_AC_ITEMS = """
            21 00 0019                  presentation context, 25 bytes
            01 00 00 00                 id 1, acceptance
            40 00 0011 '1.2.840.10008.1.2'
            21 00 0008                  presentation context, 8 bytes
            03 00 03 00                 id 3, abstract syntax not supported
            40 00 0000                  no transfer syntax: not significant, some send it empty
            """;

    @Test
    void associateRqIsReadFromItsBytes() throws Exception {
        Pdu.AssociateRq rq = (Pdu.AssociateRq) decode(bytes(ASSOCIATE_RQ));

        assertThat(rq.calledAeTitle()).isEqualTo("CALLED");
        assertThat(rq.callingAeTitle()).isEqualTo("CALLING");
        assertThat(rq.applicationContext()).isEqualTo(Pdu.APPLICATION_CONTEXT);
        assertThat(rq.contexts()).containsExactly(
                new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")));
        assertThat(rq.user().maxPduLength()).isEqualTo(16384);
        assertThat(rq.user().implementationClassUid()).isEqualTo("1.2.3");
    }

    @Test
    void associateRqIsWrittenToTheSameBytes() throws Exception {
        byte[] fixture = bytes(ASSOCIATE_RQ);
        assertThat(PduEncoder.encode(decode(fixture))).isEqualTo(fixture);
    }

    @Test
    void associateAcKeepsResultsApart() throws Exception {
        byte[] head = Arrays.copyOf(bytes(ASSOCIATE_RQ), 6 + 68 + 25);
        byte[] user = bytes("50 00 0008 51 00 0004 00000000");
        byte[] pdu = concat(head, bytes(ASSOCIATE_AC_ITEMS), user);
        pdu[0] = 2;

        Pdu.AssociateAc ac = (Pdu.AssociateAc) decode(pdu);

        assertThat(ac.contexts()).containsExactly(new ContextResult(1, 0, "1.2.840.10008.1.2"),
                new ContextResult(3, 3, ""));
        assertThat(ac.user().maxPduLength()).isZero();
    }

    @Test
    void unknownItemsAreSkipped() throws Exception {
        byte[] pdu = concat(bytes(ASSOCIATE_RQ), bytes("77 00 0003 'abc'"));
        assertThat(((Pdu.AssociateRq) decode(pdu)).contexts()).hasSize(1);
    }

    @Test
    void smallPdusAreReadFromTheirBytes() throws Exception {
        assertThat(decode(bytes("03 00 00000004 00 01 01 07"))).isEqualTo(new Pdu.AssociateRj(1, 1, 7));
        assertThat(decode(bytes("05 00 00000004 00000000"))).isEqualTo(new Pdu.ReleaseRq());
        assertThat(decode(bytes("06 00 00000004 00000000"))).isEqualTo(new Pdu.ReleaseRp());
        assertThat(decode(bytes("07 00 00000004 00 00 02 06"))).isEqualTo(new Pdu.Abort(2, 6));
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void everyPduSurvivesTheRoundTrip(Pdu pdu) throws Exception {
        byte[] encoded = PduEncoder.encode(pdu);
        assertThat(decode(encoded)).usingRecursiveComparison().isEqualTo(pdu);
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void truncationAtAnyOffsetIsAnErrorOrALawfulShorterPdu(Pdu pdu) throws Exception {
        byte[] encoded = PduEncoder.encode(pdu);
        byte[] body = Arrays.copyOfRange(encoded, 6, encoded.length);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            try {
                PduDecoder.decode(pdu.type(), cut);
            } catch (MalformedPduException e) {
                assertThat(e.offset()).isBetween(6L, 6L + length);
                assertThat(e.field()).isNotBlank();
                continue;
            }
            assertThat(pdu.type()).as("cut at %d", length).isIn(PduType.A_ASSOCIATE_RQ, PduType.A_ASSOCIATE_AC);
        }
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void noSingleChangedByteEscapesAsAnotherException(Pdu pdu) {
        byte[] encoded = PduEncoder.encode(pdu);
        for (int i = 6; i < encoded.length; i++) {
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
                byte[] body = Arrays.copyOfRange(encoded, 6, encoded.length);
                body[i - 6] = (byte) value;
                try {
                    PduDecoder.decode(pdu.type(), body);
                } catch (MalformedPduException e) {
                    assertThat(e.offset()).isBetween(6L, (long) encoded.length);
                }
            }
        }
    }

    @Test
    void evenAndRepeatedContextIdsAreRefused() {
        byte[] even = bytes(ASSOCIATE_RQ);
        even[6 + 68 + 25 + 4] = 2;
        assertThatThrownBy(() -> decode(even)).isInstanceOfSatisfying(MalformedPduException.class, e -> {
            assertThat(e.field()).isEqualTo("presentation context id");
            assertThat(e.offset()).isEqualTo(6 + 68 + 25 + 5);
        });
    }

    @Test
    void passcodesStayOutOfText() {
        UserIdentity identity = UserIdentity.usernameAndPasscode("somebody", "secret", true);
        assertThat(identity.toString()).doesNotContain("somebody").doesNotContain("secret");
    }

    static Stream<Pdu> pdus() {
        UserInformation rich = new UserInformation(0xFFFFFFFFL, "1.2.3.4", "VERSION",
                new UserInformation.Window(8, 0),
                List.of(new UserInformation.Role("1.2.5", false, true), new UserInformation.Role("1.2.6", true, true)),
                List.of(new UserInformation.Extended("1.2.7", new byte[] {1, 0, 1})),
                UserIdentity.usernameAndPasscode("user", "pass", true), null);
        UserInformation answer = new UserInformation(16384, "1.2.3.4", null, null, List.of(), List.of(), null,
                "ticket".getBytes(StandardCharsets.US_ASCII));
        return Stream.of(
                new Pdu.AssociateRq(1, "CALLED_16_LETTER", "C", Pdu.APPLICATION_CONTEXT, List.of(
                        new ProposedContext(1, "1.2.5", List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")),
                        new ProposedContext(255, "1.2.6", List.of("1.2.840.10008.1.2"))), rich),
                new Pdu.AssociateAc(1, "CALLED", "CALLING", Pdu.APPLICATION_CONTEXT, List.of(
                        new ContextResult(1, 0, "1.2.840.10008.1.2"), new ContextResult(255, 4, "")), answer),
                new Pdu.AssociateRj(2, 3, 2), new Pdu.ReleaseRq(), new Pdu.ReleaseRp(), new Pdu.Abort(2, 1));
    }

    private static Pdu decode(byte[] pdu) throws MalformedPduException {
        return PduDecoder.decode(PduType.of(pdu[0]), Arrays.copyOfRange(pdu, 6, pdu.length));
    }

    /** Hexadecimal digits and quoted text; from two spaces before a word on, a line is a comment. */
    private static byte[] bytes(String commented) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        commented.lines().map(String::strip).forEach(line -> {
            String rest = line;
            while (!rest.isEmpty()) {
                if (rest.startsWith("'")) {
                    int end = rest.indexOf('\'', 1);
                    out.writeBytes(rest.substring(1, end).getBytes(StandardCharsets.US_ASCII));
                    rest = rest.substring(end + 1);
                } else {
                    int end = rest.indexOf(' ') < 0 ? rest.length() : rest.indexOf(' ');
                    out.writeBytes(HexFormat.of().parseHex(rest.substring(0, end)));
                    rest = rest.substring(end);
                }
                rest = rest.startsWith("  ") ? "" : rest.stripLeading();
            }
        });
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
