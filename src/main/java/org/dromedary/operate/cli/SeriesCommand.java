package org.dromedary.operate.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.SeriesMarks;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyDetails;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.runtime.RunningDaemon;
import org.dromedary.operate.runtime.WhyNotNow;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "series", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Shows what is known of one series, and accepts what came of it.",
        subcommands = {SeriesCommand.Show.class, SeriesCommand.Accept.class})
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
                CommandAudit.read(settings, "series show", found.stream()
                        .flatMap(series -> StudyDetails.find(sql, series.studyInstanceUid(), 1).stream())
                        .map(StudyDetails::patientId).toList());
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

    @Command(name = "accept", mixinStandardHelpOptions = true,
            description = "Takes what came of a closed series for all there is: objects that the source only claims by"
                    + " number are expected no more, and a doubt ends. Objects that are missing by name stay"
                    + " exceptions.",
            footer = {"", "Exit codes: 0 accepted, 1 nothing to accept, 2 the command line was wrong."})
    static final class Accept extends SqlCommand {

        @Parameters(paramLabel = "ID|UID", description = "Its number in the ledger, or its Series Instance UID.")
        String which;

        @Option(names = "--because", required = true, paramLabel = "TEXT",
                description = "Why, for the audit; nothing that identifies a patient.")
        String because;

        @Override
        int run(Sql sql, Settings settings) {
            List<SeriesDetails> found = SeriesDetails.find(sql, which.strip(), 2);
            if (found.size() != 1) {
                String problem = found.isEmpty() ? "The ledger has no series " : "Several studies have series ";
                throw new StartUpException(problem + which.strip()
                        + ": give its number ('dromedary study show' lists the series of a study)");
            }
            SeriesDetails series = found.get(0);
            if (!SeriesMarks.in(sql).acceptClaims(series.id(), because, user())) {
                System.out.println("Nothing of series " + series.id() + " is to be accepted: it is " + series.state()
                        + ", without a doubt and without objects that are claimed by number only.");
                return 1;
            }
            System.out.println("Accepted.");
            new LedgerView(sql).studyShort(series.studyId()).ifPresent(study -> System.out.printf(Locale.ROOT,
                    "Its study announces %d instances, its series account for %d: 'dromedary inventory accept %s"
                            + " --because ...' takes that number as well.%n", study.announced(), study.accounted(),
                    study.studyInstanceUid()));
            return 0;
        }
    }
}
