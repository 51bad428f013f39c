package org.dromedary.operate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.hospital.ris.CsvSettings;
import org.dromedary.identity.match.MatchRules;
import org.dromedary.identity.match.MatchRulesException;
import org.dromedary.identity.match.MatchSummary;
import org.dromedary.identity.match.Matching;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.CsvFormatException;
import org.dromedary.identity.match.csv.DecisionsCsv;
import org.dromedary.identity.match.csv.PacsCsv;
import org.dromedary.identity.match.csv.RisCsv;
import org.dromedary.identity.match.csv.Truth;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Matches files with files: no ledger, no server, nothing is changed but the files named for the results. Without files
 * the ledger's studies with the RIS inventory.
 */
@Command(name = "match", mixinStandardHelpOptions = true, description = {
    "Matches the inventory's studies to the RIS's exams and proposes a decision on each; see docs/plan.md.",
    "With --studies, --exams and --out: CSV files, without any server; see docs/matching.md."})
final class ReconcileMatchCommand implements Callable<Integer> {

    @Option(names = "--studies", paramLabel = "FILE", description = "Studies of the old PACS.")
    private Path studies;

    @Option(names = "--exams", paramLabel = "FILE", description = "Exams of the RIS.")
    private Path exams;

    @Option(names = "--patients", paramLabel = "FILE", description = "Patients of the RIS, with merges.")
    private Path patients;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the decisions go.")
    private Path out;

    @Option(names = "--rules", paramLabel = "FILE",
            description = "Rules; else config/matching.yaml, else the program's own.")
    private Path rules;

    @Option(names = "--truth", paramLabel = "FILE", description = "What is known to be right: measures the decisions.")
    private Path truth;

    @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes, beside the terminal.")
    private Path report;

    @Option(names = "--false-match-rate", paramLabel = "SHARE",
            description = "Share of matches that may be expected false; else that of the rules (0.00001).")
    private Double falseMatchRate;

    @Mixin
    private final RisFiles files = new RisFiles();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try {
            MatchRules inForce = rules == null ? MatchRules.inForce() : MatchRules.load(rules);
            if (falseMatchRate != null) {
                inForce = inForce.withFalseMatchRate(falseMatchRate);
            }
            if (studies == null && exams == null && out == null && patients == null && truth == null) {
                return new LedgerMatching(inForce, this::tell).call();
            }
            if (studies == null || exams == null || out == null) {
                throw new ParameterException(spec.commandLine(), "To match files, name --studies, --exams and --out");
            }
            CsvForm form = files.form(Settings.load().map(CsvSettings.class));
            checkFolder();
            Truth known = truth == null ? null : Truth.read(truth);
            MatchSummary summary;
            try (DecisionsCsv decisions = new DecisionsCsv(out)) {
                summary = Matching.with(inForce).run(PacsCsv.studies(studies, CsvForm.PLAIN),
                        RisCsv.exams(exams, form), patients == null ? RisCsv.noPatients()
                                : RisCsv.patients(patients, form), decision -> {
                            decisions.write(decision);
                            if (known != null) {
                                known.compare(decision);
                            }
                        });
                decisions.complete();
            }
            tell(summary.text() + (known == null ? "" : known.text()));
            return 0;
        } catch (CsvFormatException | MatchRulesException e) {
            throw new StartUpException(e.getMessage());
        }
    }

    private void checkFolder() {
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || !Files.isWritable(folder)) {
            throw new StartUpException("The decisions can't be written to " + out + ": name a file in a folder that"
                    + " exists");
        }
    }

    private void tell(String text) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.print(text);
        terminal.flush();
        if (report != null) {
            try {
                try (Writer out = PrivateFiles.writer(report)) {
                    out.write(text);
                }
            } catch (IOException e) {
                throw new StartUpException("The report can't be written to " + report + ": " + e.getMessage());
            }
        }
    }
}
