package org.dromedary.operate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dromedary.coordination.audit.ActHead;
import org.dromedary.coordination.audit.ActSeals;
import org.dromedary.coordination.audit.AuditCheck;
import org.dromedary.coordination.worker.WorkerId;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.embedded.DataFolder;
import org.dromedary.operate.embedded.EmbeddedMariaDb.LedgerAccess;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Tells whether a record of the audit trail, or an act in the ledger, was changed, removed, put in"
                + " or cut off.",
        footer = {"", "Exit codes: 0 all is as it was written, 3 something is not, 1 could not look."})
final class AuditVerifyCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--since-record", paramLabel = "N", defaultValue = "1",
            description = "The first record that must be there; those before are kept elsewhere.")
    long since;

    @Option(names = "--trail-only", description = "Not the acts in the ledger, which need its database.")
    boolean trailOnly;

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.load();
        Path dataDir = settings.dataDir();
        if (!Files.isDirectory(dataDir)) {
            throw new StartUpException("There is no data folder " + dataDir);
        }
        DataFolder.mustBeReadable(dataDir);
        List<String> findings = new ArrayList<>();
        Map<Long, String> anchors = Map.of();
        if (!trailOnly) {
            try (LedgerAccess access = Services.attach(settings); Connection connection =
                    DriverManager.getConnection(access.url(), access.user(), access.password())) {
                // One view of all tables, though acts are being sealed meanwhile.
                connection.setAutoCommit(false);
                Sql sql = Sql.over(connection);
                anchors = new ActSeals(sql).anchors(WorkerId.in(dataDir));
                findings.addAll(ActHead.check(dataDir, sql).stream().map(line -> "ledger: " + line).toList());
            } catch (SQLException e) {
                throw new StartUpException("The ledger can't be reached (SQL state " + e.getSQLState()
                        + "): --trail-only looks at the files alone", e);
            }
        }
        AuditCheck.Result trail = AuditCheck.of(dataDir, since, anchors);
        trail.findings().forEach(line -> findings.add("trail: " + line));
        findings.forEach(line -> spec.commandLine().getOut().println(line));
        spec.commandLine().getOut().println(findings.isEmpty() ? trail.last() == 0 ? "The trail is empty."
                : "Records " + trail.first() + " to " + trail.last() + " are as they were written."
                : "THE AUDIT IS NOT AS IT WAS WRITTEN.");
        return findings.isEmpty() ? 0 : RunCommand.EXCEPTIONS;
    }
}
