package org.dromedary.hospital.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold for whatever comes: what is acknowledged is kept byte for byte, and read as what it is. */
public final class MutationChecks {

    private static final Pattern ENVELOPE = Pattern.compile(
            "(?:[\\s\\x0B\\x1C]*(?:[FB]HS|[FB]TS)[^\\r\\n]*[\\r\\n]*)*[\\s\\x0B\\x1C]*",
            Pattern.DOTALL);
    private static final Pattern MARKER = Pattern.compile("\\[\\d\\.\\d\\]");

    private final List<String> failures = new ArrayList<>();
    private final BiConsumer<byte[], Hl7Text> reports;
    private long acknowledged;
    private long refused;

    /** @param reports takes each acknowledged report; throws {@link AssertionError} if it is not whole */
    public MutationChecks(BiConsumer<byte[], Hl7Text> reports) {
        this.reports = reports;
    }

    /** Checks one input; returns what it is kept as. */
    List<Arrival> check(long number, byte[] block) {
        try {
            List<Arrival> arrivals = Mutations.kept(block);
            whole(block, arrivals);
            for (Arrival arrival : arrivals) {
                boolean taken = arrival.problem() == null;
                acknowledged += taken ? 1 : 0;
                refused += taken ? 0 : 1;
                if (taken) {
                    read(arrival);
                }
            }
            return arrivals;
        } catch (Exception | AssertionError e) {
            failures.add("input " + number + ": " + e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList());
            return List.of();
        }
    }

    /** Every byte of a block is in a message, but for what lies around those of a batch. */
    private static void whole(byte[] block, List<Arrival> arrivals) {
        String came = new String(block, StandardCharsets.ISO_8859_1);
        boolean batch = came.strip().matches("(?s)(ï»¿)?[FB]HS[^\\sA-Za-z0-9].*");
        String all = batch ? withoutFraming(came) : came;
        int from = 0;
        for (Arrival arrival : arrivals) {
            String kept = new String(arrival.body(), StandardCharsets.ISO_8859_1);
            String body = batch ? withoutFraming(kept) : kept;
            int at = all.indexOf(body, from);
            require(at >= 0, "a message has bytes that did not come");
            require((batch ? ENVELOPE.matcher(all.substring(from, at)).matches() : all.substring(from, at).isBlank()),
                    "bytes before a message are kept nowhere");
            from = at + body.length();
        }
        String rest = all.substring(from);
        require(batch ? ENVELOPE.matcher(rest).matches() : rest.isEmpty(),
                "bytes behind the last message are kept nowhere");
    }

    /** Within a batch the framing of MLLP is left out. */
    private static String withoutFraming(String text) {
        return text.replaceAll("[\\x0B\\x1C]", "");
    }

    private void read(Arrival arrival) throws Hl7FormatException {
        Hl7Message message = Hl7Message.parse(arrival.text().text());
        Hl7Edit edit;
        try {
            edit = Hl7Edit.of(arrival.body(), arrival.text().charset());
        } catch (Hl7FormatException notSent) {
            require(arrival.text().note() != null, "a message that nobody can rewrite has no note");
            return;
        }
        require(edit.size() == message.segments().size(), "reading and rewriting see other segments");
        for (int i = 0; i < edit.size(); i++) {
            require(edit.name(i).equals(message.segments().get(i).name()), "segment " + i + " has two names");
        }
        require(Arrays.equals(edit.bytes(), arrival.body()), "a message that nobody changed is another one");
        Set<String> read = new LinkedHashSet<>();
        message.segments().forEach(segment -> read.addAll(markers(segment)));
        require(read.containsAll(markers(arrival.text().text())), "a text is read by nobody");
        if (message.type().equals("ORU")) {
            reports.accept(arrival.body(), arrival.text());
        }
    }

    private static Set<String> markers(Hl7Message.Segment segment) {
        StringBuilder text = new StringBuilder();
        for (int field = 1; field <= 250; field++) {
            text.append(text(segment, field)).append(' ');
        }
        return markers(text.toString());
    }

    /** A field with all its parts, as the reader of messages has them. */
    private static String text(Hl7Message.Segment segment, int field) {
        StringBuilder text = new StringBuilder();
        for (int repetition = 0; repetition < segment.repetitions(field); repetition++) {
            for (int component = 1; component <= 12; component++) {
                for (int sub = 1; sub <= 6; sub++) {
                    text.append(segment.get(field, repetition, component, sub)).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The words by which texts are followed. */
    public static Set<String> markers(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = MARKER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    /** Those of them in the texts of a report: OBX-5 that is valid and no document, and NTE-3, behind its PID. */
    public static Set<String> markersOfTexts(String message) throws Hl7FormatException {
        Set<String> found = new LinkedHashSet<>();
        boolean behindPid = false;
        for (Hl7Message.Segment segment : Hl7Message.parse(message).segments()) {
            behindPid |= segment.name().equals("PID");
            boolean text = segment.name().equals("OBX") && !Set.of("ED", "RP").contains(segment.get(2))
                    && !Set.of("D", "W", "X").contains(segment.get(11));
            if (behindPid && (text || segment.name().equals("NTE"))) {
                found.addAll(markers(text(segment, text ? 5 : 3)));
            }
        }
        return found;
    }

    /** @throws AssertionError if it does not hold */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public String toString() {
        return acknowledged + " messages acknowledged, " + refused + " refused and kept, " + failures.size()
                + " failures";
    }

    long acknowledged() {
        return acknowledged;
    }

    long refused() {
        return refused;
    }
}
