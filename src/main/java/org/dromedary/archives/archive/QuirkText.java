package org.dromedary.archives.archive;

import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dromedary.archives.archive.QuirkLedger.Seen;

/** Quirks for people. */
public final class QuirkText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private QuirkText() {
    }

    /** A line each: the quirk as a property has it, since when it is known (UTC), and what showed it. */
    public static List<String> lines(List<Seen> quirks) {
        return quirks.stream().map(QuirkText::line).toList();
    }

    private static String line(Seen seen) {
        String word = seen.quirk().word() + (seen.value().isEmpty() ? "" : "=" + seen.value());
        return word + ": " + seen.quirk().meaning() + " ("
                + (seen.first() == null ? "" : "since " + TIME.format(seen.first()) + " UTC; ") + seen.evidence() + ")";
    }
}
