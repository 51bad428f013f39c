package org.dromedary.operate.cli;

import java.util.Locale;
import org.dromedary.hospital.reports.ReportLedger;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The old RIS's reports. */
@Command(name = "reports", mixinStandardHelpOptions = true,
        description = "The old RIS's reports on their way to the new system.",
        synopsisSubcommandLabel = "(list | retry | discard)",
        subcommands = {ReportsCommand.ListThem.class, ReportsCommand.Retry.class,
            ReportsCommand.Discard.class})
final class ReportsCommand {

    private ReportsCommand() {
    }

    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "What became of each report, without anything of its content.")
    static final class ListThem extends SqlCommand {

        @Option(names = "--state", paramLabel = "STATE",
                description = "Only HELD, WAITING, SENT, FAILED, DISCARDED, KEPT or SKIPPED.")
        String state;

        @Override
        int run(Sql sql, Settings settings) {
            String row = "%8s %9s  %-10s %-6s %8s %7s %8s  %-10s %s%n";
            System.out.printf(row, "id", "message", "state", "status", "study", "version", "outgoing", "series",
                    "reason");
            long[] count = new long[1];
            new ReportLedger(sql).forEach(state == null ? null : state.toUpperCase(Locale.ROOT), line -> {
                System.out.printf(row, line.id(), line.messageId(), line.state(), line.status(), text(line.studyId()),
                        text(line.planVersion()), text(line.outboundId()), text(line.seriesState()),
                        line.reason() == null ? "" : line.reason());
                count[0]++;
            });
            System.out.println(count[0] + " reports");
            return 0;
        }

        private static String text(Object value) {
            return value == null ? "-" : value.toString();
        }
    }

    @Command(name = "retry", mixinStandardHelpOptions = true,
            description = "Decides again on reports that are held, or could not be rewritten.")
    static final class Retry extends SqlCommand {

        @Parameters(paramLabel = "ID", arity = "0..1", description = "Its number in the list.")
        Long id;

        @Option(names = "--all", description = "Every one of them.")
        boolean all;

        @Override
        int run(Sql sql, Settings settings) {
            if ((id == null) != all) {
                throw new RefusedException("Say which: its ID, or --all");
            }
            int changed = new ReportLedger(sql).retry(id, user());
            if (changed == 0 && id != null) {
                throw new RefusedException("Report " + id + " is neither held nor failed");
            }
            System.out.println(changed + " reports are decided on again");
            return 0;
        }
    }

    @Command(name = "discard", mixinStandardHelpOptions = true, description = {
        "Gives up a report that is held or failed: it is never sent.", "Later reports of its exam go on."})
    static final class Discard extends SqlCommand {

        @Parameters(paramLabel = "ID", description = "Its number in the list.")
        long id;

        @Option(names = "--because", paramLabel = "TEXT", required = true,
                description = "Why, for the audit. Nothing that identifies a patient.")
        String because;

        @Override
        int run(Sql sql, Settings settings) {
            if (!new ReportLedger(sql).discard(id, because, user())) {
                throw new RefusedException("Report " + id + " is neither held nor failed");
            }
            System.out.println("Report " + id + " is given up");
            return 0;
        }
    }
}
