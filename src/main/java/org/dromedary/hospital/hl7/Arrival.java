package org.dromedary.hospital.hl7;

import java.nio.charset.StandardCharsets;
import org.dromedary.ledger.Sha256;

/**
 * One message as it came, with what its row and its answer need.
 *
 * @param body    the bytes, without framing
 * @param header  null if there is no MSH segment
 * @param problem why it can't be read, without values; null if it can
 * @param refusal why it is not taken, whatever it says: it is recorded without its content; null if it is
 */
record Arrival(byte[] body, byte[] digest, Hl7Text text, Header header, String problem, String refusal) {

    static Arrival of(byte[] body, Hl7Charsets charsets) {
        Hl7Text text = charsets.read(body);
        Header header = Header.of(text.text());
        return new Arrival(body, Sha256.of(body), text, header, Hl7Message.problem(text.text()), null);
    }

    /** The same, refused if its sender is not listed. */
    Arrival from(Senders senders) {
        return new Arrival(body, digest, text, header, problem, senders.refusal(header));
    }

    private Hl7Event event() {
        return Hl7Event.of(header, Hl7Message.lines(text.text()));
    }

    /** Whether it is a query that is understood, and answered by nobody. */
    boolean isQuery() {
        return problem == null && event().isQuery();
    }

    String sender() {
        return header == null ? "" : cut(header.sender(), 255);
    }

    String controlId() {
        return header == null ? "" : cut(header.raw(10), 255);
    }

    /** The column is ASCII: what is no code is not kept as one. */
    String type() {
        String type = header == null ? "" : cut(event().toString(), 16);
        return StandardCharsets.US_ASCII.newEncoder().canEncode(type) ? type : "";
    }

    private static String cut(String value, int longest) {
        return value.substring(0, Math.min(longest, value.length()));
    }
}
