package org.dromedary.operate.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.archives.archive.Archive;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.QuirkLedger;
import org.dromedary.archives.archive.QuirkSettings;
import org.dromedary.archives.archive.QuirkText;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;

/** What is known of both archives' peculiarities, stated or learnt, a line each. */
final class KnownQuirks {

    private KnownQuirks() {
    }

    /** By role; without archives that are not configured or have none. */
    static Map<String, List<String>> read(Sql ledger, Settings settings) {
        ArchiveSettings.Source source = settings.map(ArchiveSettings.Source.class);
        ArchiveSettings.Target target = settings.map(ArchiveSettings.Target.class);
        Map<String, List<String>> known = new LinkedHashMap<>();
        add(known, ledger, "source", source.aet(), source.host(), source.port(), source.quirks());
        add(known, ledger, "target", target.aet(), target.host(), target.port(), target.quirks());
        return known;
    }

    private static void add(Map<String, List<String>> known, Sql ledger, String role, Optional<String> aet,
            Optional<String> host, int port, Optional<List<String>> stated) {
        if (aet.isEmpty() || host.isEmpty()) {
            return;
        }
        List<String> lines = QuirkText.lines(new Quirks(role, QuirkSettings.of(role, stated),
                new QuirkLedger(ledger, Archive.of(role, aet, host, port))).all());
        if (!lines.isEmpty()) {
            known.put(role, lines);
        }
    }

    /** For a terminal; empty if nothing is known. */
    static String text(Map<String, List<String>> known) {
        StringBuilder text = new StringBuilder();
        known.forEach((role, lines) -> {
            text.append("\nknown of the ").append(role).append(" (docs/sources.md)\n");
            lines.forEach(line -> text.append("  - ").append(line).append('\n'));
        });
        return text.toString();
    }
}
