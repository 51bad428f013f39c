package org.dromedary.ops.cli;

import org.dromedary.ledger.LedgerView;
import org.dromedary.report.Summary;
import org.dromedary.report.SummaryText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows how far the migration is.")
final class StatusCommand extends LedgerCommand {

    @Option(names = "--json", description = "One JSON object instead of a table.")
    boolean json;

    @Override
    int read(LedgerView ledger) {
        Summary summary = Summary.of(ledger);
        System.out.println(json ? SummaryText.json(summary) : SummaryText.table(summary));
        return 0;
    }
}
