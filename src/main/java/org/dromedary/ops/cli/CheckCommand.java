package org.dromedary.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dromedary.archive.Archive;
import org.dromedary.archive.ArchiveSettings;
import org.dromedary.archive.CapabilityLedger;
import org.dromedary.archive.Form;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ops.Settings;
import org.dromedary.ops.StartUpException;
import org.dromedary.ops.embedded.Attachment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks both archives what they can do for us, without changing anything at either. */
@Command(name = "check", mixinStandardHelpOptions = true, description = {
    "Checks that source and target answer, find, give and take; changes nothing at either.",
    "Exit code 1 if something will not work."})
final class CheckCommand implements Callable<Integer> {

    @Option(names = "--details", description = "Also show each SOP class with the transfer syntaxes\nin which the target takes it.")
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
        Archive from = Archive.of("source", source.aet(), source.host(), source.port());
        Archive to = Archive.of("target", target.aet(), target.host(), target.port());
        boolean find = !"STORE_STATUS".equals(settings.get("dromedary.verify.method", "FIND"));

        new ArchiveCheck(from, local.aet(), limits, problems).source(source.retrieve());
        keep(settings, to, new ArchiveCheck(to, local.aet(), limits, problems).target(find, details));
        if (problems.isEmpty()) {
            System.out.println("Both archives can do what a migration needs.");
            return 0;
        }
        System.out.println("This will not work:");
        problems.forEach(problem -> System.out.println("  - " + problem));
        return Dromedary.CAN_NOT_RUN;
    }

    /** So that the transcode stage decides by it; before the first run there is no ledger yet. */
    private static void keep(Settings settings, Archive target, Map<Form, Boolean> forms) {
        if (forms.isEmpty()) {
            return;
        }
        try (Attachment attachment = Attachment.open(settings)) {
            new CapabilityLedger(attachment.ledger(), target).put(forms);
        } catch (StartUpException | LedgerException e) {
            System.out.printf("What the target takes was not kept in the ledger: %s%n%n", e.getMessage());
        }
    }
}
