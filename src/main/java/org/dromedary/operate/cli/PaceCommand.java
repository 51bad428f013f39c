package org.dromedary.operate.cli;

import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Operator;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "pace", mixinStandardHelpOptions = true, description = {
    "Puts a pace window of the settings in force, whatever the clock says, until 'pace auto'."})
final class PaceCommand extends SqlCommand {

    @Parameters(paramLabel = "WINDOW|auto", description = "Name of the window, or auto: what the clock says.")
    String window;

    @Option(names = "--archive", paramLabel = "source|target", description = "For one archive only (default: both).")
    String archive;

    @Option(names = "--because", paramLabel = "TEXT", description = "The reason, for the audit; no patient data.")
    String because;

    @Override
    int run(Sql sql, Settings settings) {
        System.out.println(new Operator(sql, settings.paceWindows(), user()).pace(window, archive, because));
        return 0;
    }
}
