package org.dromedary.hospital.hl7;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The answer to a message (HL7 v2.8 §2.9.2): original mode, or the accept acknowledgement of enhanced mode. */
final class Acknowledgement {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    /** Why a message is not taken (table 0357). */
    private record Error(String code, String text) {
    }

    private static final Error SEGMENT_SEQUENCE_ERROR = new Error("100", "Segment sequence error");
    private static final Error UNSUPPORTED_TYPE = new Error("200", "Unsupported message type");
    private static final Error REFUSED = new Error("207", "Application internal error");
    private static final String QUERY = "queries are not answered here";

    private Acknowledgement() {
    }

    /** The answer to a message that is kept; or AR to a query, and to whom is not listed. */
    static String of(Arrival arrival, boolean enhanced) {
        if (arrival.refusal() != null) {
            return of(arrival.header(), enhanced, arrival.refusal(), REFUSED);
        }
        return arrival.isQuery() ? of(arrival.header(), enhanced, QUERY, UNSUPPORTED_TYPE)
                : of(arrival.header(), enhanced, arrival.problem());
    }

    /**
     * Writes it with the delimiters and the version of the message; fields of MSH are swapped and otherwise echoed.
     *
     * @param enhanced whether MSH-15 and MSH-16 are heeded
     * @param problem  why the message is refused, without values; null if it was taken
     */
    static String of(Header header, boolean enhanced, String problem) {
        return of(header, enhanced, problem, SEGMENT_SEQUENCE_ERROR);
    }

    private static String of(Header header, boolean enhanced, String problem, Error error) {
        if (header == null) {
            return "MSH|^~\\&|||||" + LocalDateTime.now().format(TIME) + "||ACK|" + controlId() + "|P|2.3\r"
                    + "MSA|AR||" + problem + "\r";
        }
        String s = header.separator();
        String c = header.encoding().substring(0, 1);
        String version = header.component(12, 1);
        String trigger = header.component(9, 2);
        String type = "ACK" + (trigger.isEmpty() ? "" : c + trigger + (before(version, "2.4") ? "" : c + "ACK"));
        StringBuilder ack = new StringBuilder(200);
        ack.append(String.join(s, "MSH", header.encoding(), header.raw(5), header.raw(6), header.raw(3),
                header.raw(4), LocalDateTime.now().format(TIME), "", type, controlId(), header.raw(11),
                header.raw(12), "", "", "", "", header.raw(17), header.raw(18)));
        String code = error != SEGMENT_SEQUENCE_ERROR ? "AR" : code(header, enhanced, problem);
        ack.append('\r').append(String.join(s, "MSA", code, header.raw(10)));
        if (problem != null) {
            ack.append(s).append(problem);
            String coded = String.join(c, error.code(), error.text(), "HL70357");
            if (before(version, "2.5") && error != SEGMENT_SEQUENCE_ERROR) {
                // HL7 v2.3 §2.24.2.6: MSA-6, which later versions do without.
                ack.append(s).append(s).append(coded);
            } else if (!before(version, "2.5")) {
                ack.append('\r').append(String.join(s, "ERR", "", "",
                        coded, "E", "", "", "", problem));
            }
        }
        return ack.append('\r').toString();
    }

    /**
     * Whoever fills in MSH-15 asks for an accept acknowledgement (CA, CE). Without one there would be no answer at all
     * to NE and NE; over MLLP a sender that gets none resends, so it gets the original one.
     */
    private static String code(Header header, boolean enhanced, String problem) {
        boolean accept = enhanced && switch (header.raw(15)) {
            case "AL" -> true;
            case "SU" -> problem == null;
            case "ER" -> problem != null;
            default -> false;
        };
        return (accept ? "C" : "A") + (problem == null ? "A" : "E");
    }

    private static boolean before(String version, String other) {
        return version.compareTo(other) < 0;
    }

    private static String controlId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
}
