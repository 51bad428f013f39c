package org.dromedary.operate.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.runtime.RunningDaemon;
import org.dromedary.operate.runtime.WhyNotNow;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "series", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Shows what is known of one series.", subcommands = SeriesCommand.Show.class)
final class SeriesCommand {

    private SeriesCommand() {
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = {
        "Where a series stands: what was claimed of it and what came, its history, its message, its next try and what"
                + " keeps it from being tried now. Prints patient data."},
            footer = {"", "Exit codes: 0 found, 1 not found, 2 the command line was wrong."})
    static final class Show implements Callable<Integer> {

        private static final int MAX_LISTED = 50;

        @Parameters(paramLabel = "ID|UID", description = "Its number in the ledger, or its Series Instance UID.")
        String which;

        @Override
        public Integer call() {
            Settings settings = Settings.load();
            try (Attachment attachment = Attachment.open(settings)) {
                Sql sql = attachment.ledger();
                List<SeriesDetails> found = SeriesDetails.find(sql, which.strip(), MAX_LISTED);
                if (found.isEmpty()) {
                    throw new StartUpException("The ledger has no series " + which.strip()
                            + ": give its number, or its whole Series Instance UID");
                }
                if (found.size() > 1) {
                    System.out.print(SeriesText.table(found));
                    System.out.println("\nSeveral studies have it: 'series show' with a number shows one in full.");
                    return 0;
                }
                System.out.print(new SeriesText(sql, Whereabouts.of(found.get(0), attachment.broker()),
                        WhyNotNow.of(sql, RunningDaemon.live(settings))).full(found.get(0)));
                return 0;
            }
        }
    }
}
