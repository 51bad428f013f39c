package org.dromedary.operate.cli;

import picocli.CommandLine.Command;

/** Matching studies to the RIS, reviewing, freezing and rehearsing the plan. */
@Command(name = "reconcile", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Matches every study to its patient and exam in the RIS, before the first image moves.",
        subcommands = {ImportCommand.class, CorrectionsCommand.class,
            ReconcileMatchCommand.class, ReviewCommand.class, RehearseCommand.class, FreezeCommand.class,
            FreezeCommand.Release.class, VersionsCommand.class, VersionsCommand.Show.class,
            VersionsCommand.Diff.class})
final class ReconcileCommand {

    private ReconcileCommand() {
    }
}
