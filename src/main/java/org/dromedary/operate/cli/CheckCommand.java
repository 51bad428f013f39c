package org.dromedary.operate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dromedary.archives.archive.Archive;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.CapabilityLedger;
import org.dromedary.archives.archive.Endpoints;
import org.dromedary.archives.archive.Form;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.pipeline.verify.VerifySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks both archives what they can do for us, without changing anything at either. */
@Command(name = "check", mixinStandardHelpOptions = true, description = {
    "Checks that source and target answer, find, give and take; changes nothing at either.",
    "Fetches one object of the source and throws it away.",
    "Exit code 1 if something will not work."})
final class CheckCommand implements Callable<Integer> {

    @Option(names = "--details", description = "Also show each SOP class with the transfer syntaxes\nin which the"
            + " target takes it.")
    boolean details;

    private final List<String> problems = new ArrayList<>();

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        CheckedSettings.of(settings);
        ArchiveSettings.Local local = settings.map(ArchiveSettings.Local.class);
        ArchiveSettings.Limits limits = settings.map(ArchiveSettings.Limits.class);
        ArchiveSettings.Source source = settings.map(ArchiveSettings.Source.class);
        ArchiveSettings.Target target = settings.map(ArchiveSettings.Target.class);
        Endpoints from = Endpoints.of(source);
        Endpoints to = Endpoints.of(target);
        boolean find = settings.map(VerifySettings.class).method() == VerifySettings.Method.FIND;

        TlsParties tls = TlsParties.of(settings);
        new ArchiveCheck(from, local, limits, tls, problems).source(source.retrieve());
        Map<Form, Boolean> forms = new ArchiveCheck(to, local, limits, tls, problems).target(find, details);
        withLedger(settings, to.main(), forms);
        if (problems.isEmpty()) {
            System.out.println("Both archives can do what a migration needs.");
            return 0;
        }
        System.out.println("This will not work:");
        problems.forEach(problem -> System.out.println("  - " + problem));
        return Dromedary.CAN_NOT_RUN;
    }

    /**
     * Keeps what the target takes, so that the transcode stage decides by it, and shows what is known of both archives;
     * before the first run there is no ledger yet.
     */
    private static void withLedger(Settings settings, Archive target, Map<Form, Boolean> forms) {
        try (Attachment attachment = Attachment.open(settings)) {
            Sql ledger = attachment.ledger();
            System.out.print(KnownQuirks.text(KnownQuirks.read(ledger, settings)));
            System.out.println();
            if (!forms.isEmpty()) {
                new CapabilityLedger(ledger, target).put(forms);
            }
        } catch (StartUpException | LedgerException e) {
            System.out.printf("The ledger was not asked, and what the target takes not kept there: %s%n%n",
                    e.getMessage());
        }
    }
}
