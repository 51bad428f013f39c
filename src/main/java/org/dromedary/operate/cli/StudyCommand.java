package org.dromedary.operate.cli;

import java.util.List;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyDetails;
import org.dromedary.operate.runtime.RunningDaemon;
import org.dromedary.operate.runtime.WhyNotNow;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "study", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Shows what is known of one study.", subcommands = StudyCommand.Show.class)
final class StudyCommand {

    private StudyCommand() {
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = {
        "Where a study stands, series by series, and what keeps those on their way from going on. Prints patient"
                + " data."},
            footer = {"", "Exit codes: 0 found, 1 not found, 2 the command line was wrong."})
    static final class Show extends SqlCommand {

        private static final int MAX_LISTED = 200;

        @Parameters(paramLabel = "UID|ACCESSION|PATIENT",
                description = "Its Study Instance UID, else an Accession Number, else a Patient ID.")
        String which;

        @Override
        int run(Sql sql, Settings settings) {
            List<StudyDetails> found = StudyDetails.find(sql, which.strip(), MAX_LISTED);
            if (found.isEmpty()) {
                throw new StartUpException("The ledger has no study with that Study Instance UID, Accession Number or"
                        + " Patient ID: give all of it");
            }
            CommandAudit.read(settings, "study show", found.stream().map(StudyDetails::patientId).toList());
            if (found.size() > 1) {
                System.out.print(StudyText.table(found));
                System.out.println("\n" + (found.size() == MAX_LISTED ? "The first " + MAX_LISTED + "; 's" : "'S")
                        + "tudy show' with a Study Instance UID shows one in full.");
                return 0;
            }
            StudyDetails study = found.get(0);
            System.out.print(new StudyText(new LedgerView(sql).claimsOfStudy(study.id()),
                    WhyNotNow.of(sql, RunningDaemon.live(settings)))
                    .full(study, SeriesDetails.ofStudy(sql, study.id())));
            return 0;
        }
    }
}
