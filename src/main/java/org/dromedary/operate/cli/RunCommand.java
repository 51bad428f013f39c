package org.dromedary.operate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dromedary.archives.archive.Archive;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.EndpointProbe;
import org.dromedary.archives.archive.Endpoints;
import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.archive.QuirkSettings;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.archives.archive.TlsSettings;
import org.dromedary.coordination.audit.AuditMessage.Type;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.coordination.audit.Subject;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.record.SummaryText;
import org.dromedary.operate.runtime.Daemon;
import org.dromedary.operate.runtime.MigrationWatch;
import org.dromedary.operate.runtime.RunEnding;
import org.dromedary.operate.runtime.RunSettings;
import org.dromedary.operate.security.Accounts;
import org.dromedary.operate.settings.PermissionCheck;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.pipeline.stage.SpoolSettings;
import org.dromedary.pipeline.verify.VerifySettings;
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

    @Option(names = "--insecure-permissions", description = "Start although other users of this machine can read"
            + " data folder, spool or a configuration with secrets.")
    boolean insecurePermissions;

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        CheckedSettings.of(settings);
        if (!insecurePermissions && !settings.map(RunSettings.class).insecurePermissions()) {
            TlsSettings tls = settings.map(TlsSettings.class);
            PermissionCheck.check(settings.dataDir(), spool(settings), Path.of("config", "application.properties"),
                    tls.key().or(tls::certificate).stream().toArray(Path[]::new));
        }
        ArchiveSettings.Local local = settings.map(ArchiveSettings.Local.class);
        ArchiveSettings.Source source = settings.map(ArchiveSettings.Source.class);
        ArchiveSettings.Target target = settings.map(ArchiveSettings.Target.class);
        Archive.checkAeTitle("dromedary.local.aet", local.aet());
        Endpoints from = Endpoints.of(source);
        Endpoints to = Endpoints.of(target);
        if (!untilDone) {
            firstAdministrator(settings);
            return Daemon.run(settings, null);
        }
        ArchiveSettings.Limits limits = settings.map(ArchiveSettings.Limits.class);
        boolean get = source.retrieve() == ArchiveSettings.RetrieveMethod.GET;
        TlsParties tls = TlsParties.of(settings);
        mustAnswer(from, local.aet(), limits, tls, Service.FIND, get ? Service.GET : Service.MOVE);
        mustAnswer(to, local.aet(), limits, tls, Service.FIND, Service.STORE);
        firstAdministrator(settings);
        return Daemon.run(settings, () -> untilDone(settings.map(RunSettings.class), proof(settings)));
    }

    private static Path spool(Settings settings) {
        return settings.map(SpoolSettings.class).dir().orElse(settings.dataDir()).toAbsolutePath().normalize();
    }

    private static void firstAdministrator(Settings settings) {
        new Accounts(settings.dataDir()).first().ifPresent(password -> {
            CommandAudit.record(settings, Messages.changed(Type.USER_CHANGED, SqlCommand.user(),
                    Subject.account(Accounts.FIRST).detail("what", "made at the first start")));
            System.out.println("The first account is " + Accounts.FIRST + " with the password " + password
                    + ", shown this once; 'user passwd " + Accounts.FIRST + "' changes it.");
        });
    }

    /** Nobody watches a run that is to end by itself: what is not there at its beginning is an error. */
    private static void mustAnswer(Endpoints archive, String callingAet, ArchiveSettings.Limits limits,
            TlsParties tls, Service... needed) {
        for (Archive endpoint : archive.of(needed)) {
            List<Service> services = Stream.of(needed).filter(each -> archive.of(each).equals(endpoint)).toList();
            // What it learns is learnt again by the process itself, which has a ledger to keep it in.
            Quirks nothing = new Quirks(endpoint.role(), QuirkSettings.of(endpoint.role(),
                    Optional.of(List.of(Quirk.NO_ECHO.word() + "=off"))), null);
            try {
                new EndpointProbe(() -> Archives.request(endpoint, callingAet, limits, tls), services, () -> nothing)
                        .ask();
            } catch (IOException e) {
                throw new StartUpException("The " + endpoint.role() + " archive " + endpoint + " does not answer: "
                        + e.getMessage());
            }
        }
    }

    /** What VERIFIED means with these settings. */
    static Summary.Proof proof(Settings settings) {
        return Summary.Proof.of(settings.map(VerifySettings.class).method());
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
