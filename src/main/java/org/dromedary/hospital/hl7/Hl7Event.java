package org.dromedary.hospital.hl7;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a message is about: MSH-9, and the event where its version puts it. HL7 v2.1 has the message type alone in
 * MSH-9, and of an ADT the event in EVN-1.
 *
 * @param type    such as ADT
 * @param trigger such as A08; empty for types that need none
 */
record Hl7Event(String type, String trigger) {

    /** Types that have one event only, of those that are taken in. */
    private static final Map<String, String> ONLY = Map.of("ORM", "O01", "ORU", "R01", "OMI", "O23", "OMG", "O19");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9]{2}");
    private static final String QUERIES = "QRY QBP QSB QVR QCN QSX OSQ EQQ SPQ VQQ SQM RQQ";

    /** @param segments of the message, as they stand there */
    static Hl7Event of(Header header, List<String> segments) {
        String type = header.component(9, 1).toUpperCase(Locale.ROOT);
        String trigger = header.component(9, 2).toUpperCase(Locale.ROOT);
        if (trigger.isEmpty()) {
            trigger = ONLY.getOrDefault(type, evn(header, segments));
        }
        return new Hl7Event(type, trigger);
    }

    private static String evn(Header header, List<String> segments) {
        return segments.stream().filter(segment -> segment.startsWith("EVN")).findFirst()
                .map(segment -> segment.split(Pattern.quote(header.separator()), 3))
                .map(fields -> fields.length > 1 ? fields[1].strip().toUpperCase(Locale.ROOT) : "").orElse("");
    }

    /** Why nobody can tell what the message is about, without values; null if it can be told. */
    String problem() {
        if (!TYPE.matcher(type).matches()) {
            return "MSH-9 has no message type";
        }
        return type.equals("ADT") && trigger.isEmpty() ? "neither MSH-9 nor EVN-1 names the event" : null;
    }

    /** Whether it asks for an answer that nobody here gives (HL7 v2.5 §5.2). */
    boolean isQuery() {
        return QUERIES.contains(type);
    }

    /** Such as ADT^A08. */
    @Override
    public String toString() {
        return type + (trigger.isEmpty() ? "" : "^" + trigger);
    }
}
