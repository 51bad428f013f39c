package org.dromedary.operate.cli.dicom;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dicom …}: the DICOM library as plain tools, without database, broker or server. */
@Command(name = "dicom", mixinStandardHelpOptions = true,
        description = "DICOM tools: they need no database, no broker and no settings.",
        subcommands = {EchoCommand.class, FindCommand.class, StoreCommand.class, GetCommand.class, MoveCommand.class,
            ScpCommand.class})
public final class DicomCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which tool: echo, find, store, get, move or scp.");
    }
}
