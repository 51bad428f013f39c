package org.dromedary.operate.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.identity.plan.PlanDecision;
import org.dromedary.identity.plan.Review;
import org.dromedary.identity.plan.ReviewCsv;
import org.dromedary.identity.plan.ReviewImport;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The review by spreadsheet. */
@Command(name = "review", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "(export | import)",
        description = "Writes studies beside their candidates into a file, and takes in what a person answers there.",
        subcommands = {ReviewCommand.Export.class, ReviewCommand.Import.class})
final class ReviewCommand {

    private ReviewCommand() {
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = {
        "Writes a CSV file with a row for each study and candidate; it has patient data.",
        "Answer in the column 'answer': accept, an exam id, none, hold, or review to take an answer back."})
    static final class Export extends SqlCommand {

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
        Path out;

        @Option(names = "--only", paramLabel = "review|none|match|hold", description = "Only studies decided so.")
        PlanDecision only;

        @Option(names = "--sample", paramLabel = "N", description = "Only so many of them, drawn by lot.")
        Integer sample;

        @Override
        int run(Sql sql, Settings settings) throws IOException {
            CommandAudit.export(settings, "studies for review");
            try (Writer file = PrivateFiles.writer(out); ReviewCsv.Export csv = new ReviewCsv.Export(file)) {
                if (sample == null) {
                    new Review(sql).forEach(only, csv::add);
                } else {
                    new Review(sql).sample(only, sample, csv::add);
                }
                System.out.println(csv.studies() + " studies are in " + out + ". Answer in the column 'answer', then"
                        + " 'reconcile review import --in " + out + "'.");
            }
            return 0;
        }
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = {
        "Takes in the answers of an exported file: all of them, or, if a row is wrong, none."})
    static final class Import extends SqlCommand {

        @Option(names = "--in", required = true, paramLabel = "FILE", description = "The file to read.")
        Path in;

        @Option(names = "--user", paramLabel = "NAME", description = "Who answered, beside who is logged in.")
        String user;

        @Override
        int run(Sql sql, Settings settings) throws IOException {
            if (!Files.isReadable(in)) {
                throw new RefusedException("There is no file " + in + " that can be read");
            }
            ReviewImport.Result result = new ReviewImport(sql).of(in, user(user));
            System.out.println(result.answers() + " answers, " + result.changed() + " of them new. They apply after"
                    + " 'reconcile freeze'.");
            return 0;
        }
    }
}
