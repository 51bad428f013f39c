package org.dromedary.operate.cli;

import java.util.List;
import java.util.Locale;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.coordination.control.Audit;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.runtime.Since;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "audit", mixinStandardHelpOptions = true, subcommands = AuditVerifyCommand.class,
        description = "What persons did to the migration, and when.")
final class AuditCommand extends SqlCommand {

    @Option(names = "--since", paramLabel = "TIME",
            description = "A date or time in UTC (2026-11-22, 2026-11-22T08:00) or how long ago (8h, 7d); default: ever.")
    String since;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000",
            description = "Only so many of the latest (default: ${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--json", description = "One JSON array instead of a table.")
    boolean json;

    @Override
    int run(Sql sql, Settings settings) {
        CommandAudit.record(settings, Messages.auditRead(user(), null));
        List<Audit.Entry> entries = new Audit(sql).since(Since.of(since), limit);
        if (json) {
            System.out.println(Json.audit(entries));
        } else if (entries.isEmpty()) {
            System.out.println("Nobody did anything.");
        } else {
            String row = "%-23s  %-12s  %-10s  %s%n";
            System.out.printf(row, "when", "who", "act", "what");
            entries.forEach(entry -> System.out.printf(Locale.ROOT, row, NoticeText.time(entry.at()), entry.who(),
                    entry.act(), what(entry)));
        }
        return 0;
    }

    private static String what(Audit.Entry entry) {
        String what = entry.what() == null ? "" : entry.what();
        if (entry.seriesId() != null) {
            return "series " + entry.seriesId() + ": " + what;
        }
        return entry.windowId() == null ? what : "query window " + entry.windowId() + ": " + what;
    }
}
