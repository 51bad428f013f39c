package org.dromedary.operate.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dromedary.objects.rules.RuleException;
import org.dromedary.objects.rules.RuleSet;
import org.dromedary.objects.rules.RuleSettings;
import org.dromedary.objects.rules.RulesInForce;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cleansing rules: checked and tried before anything is sent by them. */
@Command(name = "rules", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = {
    "Cleansing rules say what in objects is changed on their way, and what does not go; see docs/rules.md.",
    "Write config/rules.yaml, 'check' it, 'rehearse' it on files or the inventory; a running program takes it as soon"
    + " as it is saved, for the next series."},
        subcommands = {RulesCommand.Check.class, RulesRehearseCommand.class})
final class RulesCommand {

    private RulesCommand() {
    }

    /** The rules of a file, or of the one in the settings. */
    static RuleSet load(Path file, Settings settings) {
        RuleSettings declared = settings.map(RuleSettings.class);
        Path chosen = file == null ? Path.of(declared.file()) : file;
        if (!Files.exists(chosen)) {
            throw new RefusedException("There is no rule file " + chosen + ": write one (docs/rules.md shows how), or"
                    + " name another");
        }
        return RulesInForce.load(chosen, RulesInForce.keys(declared));
    }

    /** {@code rules check}. */
    @Command(name = "check", mixinStandardHelpOptions = true, description = "Says everything that is wrong in a rule"
            + " file, one line each with the line of the file; needs no server.",
            exitCodeListHeading = "%nExit code:%n",
            exitCodeList = {"0: the file is valid", "1: there is no such file", "2: it is not valid"})
    static final class Check implements Callable<Integer> {

        @Parameters(arity = "0..1", paramLabel = "FILE", description = "The rules; else those of the settings.")
        private Path file;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            try {
                RuleSet rules = load(file, Settings.load());
                spec.commandLine().getOut().printf("Valid: %d rules, version %s%n", rules.names().size(),
                        rules.version());
                rules.names().forEach(name -> spec.commandLine().getOut().println("  " + name));
                return 0;
            } catch (RuleException e) {
                e.errors().forEach(spec.commandLine().getErr()::println);
                return 2;
            }
        }
    }
}
