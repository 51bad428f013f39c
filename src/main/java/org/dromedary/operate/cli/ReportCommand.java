package org.dromedary.operate.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.record.MigrationReport;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "report", mixinStandardHelpOptions = true,
        description = "Writes the permanent record: every series with its state and counts, as HTML and CSV.")
final class ReportCommand extends SqlCommand {

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write into.")
    Path out;

    @Override
    int run(Sql sql, Settings settings) throws IOException {
        MigrationReport report = new MigrationReport(new LedgerView(sql), RunCommand.proof(settings));
        CommandAudit.export(settings, "permanent record");
        System.out.println(report.write(out).toAbsolutePath().normalize());
        return 0;
    }
}
