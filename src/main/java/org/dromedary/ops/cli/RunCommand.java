package org.dromedary.ops.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.dromedary.archive.Archive;
import org.dromedary.archive.ArchiveSettings;
import org.dromedary.archive.Archives;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.EchoScu;
import org.dromedary.ops.Daemon;
import org.dromedary.ops.MigrationWatch;
import org.dromedary.ops.RunEnding;
import org.dromedary.ops.RunSettings;
import org.dromedary.ops.Settings;
import org.dromedary.ops.StartUpException;
import org.dromedary.report.SummaryText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The migration itself. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the migration until it is stopped.",
        footer = {"", "Exit codes with --until-done: 0 everything is accounted for and nothing is missing,",
            "3 finished with exceptions, or given up with part of the work done, 1 could not run, or nothing came of it."})
final class RunCommand implements Callable<Integer> {

    static final int EXCEPTIONS = 3;

    @Option(names = "--until-done", description = "End when everything found is migrated or given up.")
    boolean untilDone;

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        CheckedSettings.of(settings);
        ArchiveSettings.Local local = settings.map(ArchiveSettings.Local.class);
        ArchiveSettings.Source source = settings.map(ArchiveSettings.Source.class);
        ArchiveSettings.Target target = settings.map(ArchiveSettings.Target.class);
        Archive.checkAeTitle("dromedary.local.aet", local.aet());
        Archive from = Archive.of("source", source.aet(), source.host(), source.port());
        Archive to = Archive.of("target", target.aet(), target.host(), target.port());
        if (!untilDone) {
            return Daemon.run(settings, null);
        }
        ArchiveSettings.Limits limits = settings.map(ArchiveSettings.Limits.class);
        mustAnswer(from, local.aet(), limits);
        mustAnswer(to, local.aet(), limits);
        return Daemon.run(settings, () -> untilDone(settings.map(RunSettings.class), proof(settings)));
    }

    /** Nobody watches a run that is to end by itself: what is not there at its beginning is an error. */
    private static void mustAnswer(Archive archive, String callingAet, ArchiveSettings.Limits limits) {
        try (Association association = Association.open(Archives.request(archive, callingAet, limits)
                .context(Uid.Verification, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()).build())) {
            EchoScu.echo(association);
        } catch (IOException e) {
            throw new StartUpException("The " + archive.role() + " archive " + archive + " does not answer C-ECHO: "
                    + e.getMessage());
        }
    }

    /** What VERIFIED means with these settings. */
    static Summary.Proof proof(Settings settings) {
        return Summary.Proof.of(settings.get("dromedary.verify.method", "FIND"));
    }

    private static int untilDone(RunSettings settings, Summary.Proof proof) {
        MigrationWatch.End end = new MigrationWatch(System.out, settings.giveUpAfter()).untilFinished();
        System.out.println();
        if (end.summary() != null) {
            System.out.print(SummaryText.table(end.summary().provenBy(proof)));
        }
        System.out.println(System.lineSeparator() + RunEnding.text(end, settings.giveUpAfter(), proof));
        return RunEnding.exitCode(end);
    }
}
