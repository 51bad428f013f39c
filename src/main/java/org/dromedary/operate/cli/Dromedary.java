package org.dromedary.operate.cli;

import org.dromedary.archives.archive.SettingsException;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.identity.match.MatchRulesException;
import org.dromedary.identity.plan.PlanException;
import org.dromedary.ledger.LedgerException;
import org.dromedary.objects.rules.RuleException;
import org.dromedary.objects.validation.ValidationException;
import org.dromedary.operate.cli.dicom.DicomCommand;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands, one class each; exit code 2: the command line was wrong, 1: the program could not run. */
@Command(name = "dromedary", mixinStandardHelpOptions = true, version = "Dromedary 0.1.0",
        description = "Moves a hospital's imaging history from an old PACS to a new one: every object, provably.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, CheckCommand.class, RunCommand.class, StatusCommand.class,
            ReportCommand.class, PauseCommand.class, ResumeCommand.class, PaceCommand.class, IncidentsCommand.class,
            AuditCommand.class, DeadLettersCommand.class, InventoryCommand.class, SeriesCommand.class,
            StudyCommand.class, LedgerTools.class, ReconcileCommand.class, Hl7Command.class, RisCommand.class,
            ReportsCommand.class, DicomCommand.class, TranscodeCommand.class, RulesCommand.class, ValidateCommand.class,
            DumpCommand.class, PresentationCommand.class, UserCommand.class, TokenCommand.class})
public final class Dromedary {

    static final int CAN_NOT_RUN = 1;

    private Dromedary() {
    }

    /** Runs the command that the arguments name; returns the exit code. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Dromedary()).setCaseInsensitiveEnumValuesAllowed(true)
                // Escape sequences are not let through to the terminal, ours neither.
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof StartUpException || failure instanceof SettingsException
                || failure instanceof RefusedException || failure instanceof BrokerException
                || failure instanceof PlanException || failure instanceof MatchRulesException
                || failure instanceof ValidationException || failure instanceof RuleException) {
            command.getErr().println(failure.getMessage());
            return CAN_NOT_RUN;
        }
        if (failure instanceof LedgerException) {
            command.getErr().println(SqlCommand.isOlder(failure) ? SqlCommand.OLDER : failure.getMessage());
            return CAN_NOT_RUN;
        }
        throw failure;
    }
}
