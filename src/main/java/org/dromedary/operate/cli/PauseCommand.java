package org.dromedary.operate.cli;

import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Operator;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "pause", mixinStandardHelpOptions = true, description = {
    "Begins nothing new, at all or at one stage or archive, until 'resume'; also across restarts.",
    "Works whether the migration runs or not."})
final class PauseCommand extends SqlCommand {

    @ArgGroup
    OrderScope scope = new OrderScope();

    @Option(names = "--because", paramLabel = "TEXT", description = "The reason, for the audit; no patient data.")
    String because;

    @Override
    int run(Sql sql, Settings settings) {
        System.out.println(new Operator(sql, settings.paceWindows(), user())
                .pause(scope.stage, scope.archive, because));
        return 0;
    }
}
