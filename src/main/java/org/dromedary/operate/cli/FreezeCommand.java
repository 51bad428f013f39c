package org.dromedary.operate.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.dromedary.identity.plan.Freezing;
import org.dromedary.identity.plan.Freezing.Frozen;
import org.dromedary.identity.plan.PlanDecision;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.runtime.PlanRelease;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.deadletter.DeadLetters;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "freeze", mixinStandardHelpOptions = true, description = {
    "Makes the working decisions the plan in force, as a new version, and sends on series that waited for it.",
    "Only studies whose decision or values changed get an entry; nothing changed: no version."})
final class FreezeCommand implements Callable<Integer> {

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the record; no patient data.")
    String note;

    @Option(names = "--user", paramLabel = "NAME", description = "Who wants it, beside who is logged in.")
    String user;

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        PlanPolicy policy = new PlanPolicy(settings.map(ReconcileSettings.class));
        try (Attachment attachment = Attachment.open(settings)) {
            String by = SqlCommand.user(user);
            Optional<Frozen> frozen = attachment.ledger().inTransaction(sql -> new Freezing(sql).freeze(by, note));
            System.out.println(frozen.map(FreezeCommand::words).orElse("Nothing changed since the last version."));
            release(attachment, policy, by);
            return 0;
        }
    }

    private static String words(Frozen frozen) {
        return "Version " + frozen.version() + " of the plan changes " + frozen.studies() + " studies. In force: match "
                + frozen.inForce().get(PlanDecision.MATCH) + ", review " + frozen.inForce().get(PlanDecision.REVIEW)
                + ", none " + frozen.inForce().get(PlanDecision.NONE) + ", hold "
                + frozen.inForce().get(PlanDecision.HOLD) + ".";
    }

    private static void release(Attachment attachment, PlanPolicy policy, String user) {
        int series = new PlanRelease(attachment.ledger(),
                new DeadLetters(attachment.ledger(), attachment.broker()), policy).run(user);
        System.out.println(series + " series that waited for the plan go on.");
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = {
        "Sends on series that the plan had kept back and that may go by the plan and the policies of now.",
        "'reconcile freeze' does so by itself; this is for changed policies, or if it was interrupted."})
    static final class Release implements Callable<Integer> {

        @Option(names = "--user", paramLabel = "NAME", description = "Who wants it, beside who is logged in.")
        String user;

        @Override
        public Integer call() {
            Settings settings = Settings.load();
            PlanPolicy policy = new PlanPolicy(settings.map(ReconcileSettings.class));
            try (Attachment attachment = Attachment.open(settings)) {
                release(attachment, policy, SqlCommand.user(user));
                return 0;
            }
        }
    }
}
