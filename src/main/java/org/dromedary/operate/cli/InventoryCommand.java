package org.dromedary.operate.cli;

import java.util.List;
import java.util.Locale;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.ShortStudy;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyExceptions;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "inventory", mixinStandardHelpOptions = true,
        description = "Studies that the source would not tell all about.",
        subcommands = {InventoryCommand.Exceptions.class, InventoryCommand.Accept.class})
final class InventoryCommand {

    private InventoryCommand() {
    }

    @Command(name = "exceptions", mixinStandardHelpOptions = true,
            description = "Lists what is open, with the claims side by side.")
    static final class Exceptions extends SqlCommand {

        @Option(names = "--limit", paramLabel = "N", defaultValue = "1000",
                description = "Only so many of each kind (default: ${DEFAULT-VALUE}).")
        int limit;

        @Override
        int run(Sql sql, Settings settings) {
            LedgerView ledger = new LedgerView(sql);
            List<StudyExceptions.Line> lines = ledger.studyExceptions(limit);
            for (StudyExceptions.Line line : lines) {
                System.out.printf(Locale.ROOT, "%d  window %d  %s  %s%s%n    %s%n", line.id(), line.windowId(),
                        line.studyInstanceUid().isEmpty() ? "(study without UID)" : line.studyInstanceUid(),
                        line.reasonCode(), line.status() == null ? "" : String.format(" %04X", line.status()),
                        line.comment());
            }
            List<ShortStudy> lacking = ledger.studiesShort(limit);
            lacking.forEach(study -> System.out.printf(Locale.ROOT, "%s  announced %d instances, its series account for"
                    + " %d%n", study.studyInstanceUid(), study.announced(), study.accounted()));
            if (lines.isEmpty() && lacking.isEmpty()) {
                System.out.println("The source has told all.");
            }
            return 0;
        }
    }

    @Command(name = "accept", mixinStandardHelpOptions = true,
            description = "Takes what was found of a study for all there is: its exceptions end, and the number of"
                    + " instances that it announces need not be met.")
    static final class Accept extends SqlCommand {

        @Parameters(index = "0", paramLabel = "STUDY",
                description = "Study Instance UID, or the number of an exception.")
        String study;

        @Option(names = "--because", required = true, paramLabel = "TEXT",
                description = "Why, for the audit; nothing that identifies a patient.")
        String because;

        @Override
        int run(Sql sql, Settings settings) {
            StudyExceptions exceptions = new StudyExceptions(sql);
            String who = user();
            boolean accepted = study.matches("[0-9]{1,18}") ? exceptions.accept(Long.parseLong(study), because, who)
                    : exceptions.accept(study, because, who);
            System.out.println(accepted ? "Accepted." : "Nothing is open of " + study
                    + ": 'dromedary inventory exceptions' lists what is.");
            return accepted ? 0 : 1;
        }
    }
}
