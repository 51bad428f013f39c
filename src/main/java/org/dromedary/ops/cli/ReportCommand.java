package org.dromedary.ops.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.ledger.LedgerView;
import org.dromedary.report.MigrationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "report", mixinStandardHelpOptions = true,
        description = "Writes the permanent record: every series with its state and counts, as HTML and CSV.")
final class ReportCommand extends LedgerCommand {

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write into.")
    Path out;

    @Override
    int read(LedgerView ledger) throws IOException {
        System.out.println(new MigrationReport(ledger).write(out).toAbsolutePath().normalize());
        return 0;
    }
}
