package org.dromedary.operate.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.identity.plan.PlanSource;
import org.dromedary.identity.plan.PlanVersions;
import org.dromedary.identity.plan.Rehearsal;
import org.dromedary.identity.plan.RehearsalText;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "rehearse", mixinStandardHelpOptions = true, description = {
    "Tells over the whole inventory what the plan in force would change and keep back; changes nothing.",
    "Counts are printed; examples with the old and the new values are written to a file only."})
final class RehearseCommand extends SqlCommand {

    @Option(names = "--draft", description = "The working decisions instead, as if they were frozen now.")
    boolean draft;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write examples: FILE.csv, .json or .html;"
            + " has patient data.")
    Path out;

    @Override
    int run(Sql sql, Settings settings) throws IOException {
        if (!draft && new PlanVersions(sql).last().isEmpty()) {
            throw new RefusedException("Nothing is frozen yet: 'reconcile rehearse --draft' rehearses the working"
                    + " decisions");
        }
        Rehearsal.Outcome outcome = new Rehearsal(sql, draft ? PlanSource.DRAFT : PlanSource.IN_FORCE,
                settings.map(CoercionSettings.class), new PlanPolicy(settings.map(ReconcileSettings.class))).run();
        System.out.print(RehearsalText.table(outcome));
        if (out != null) {
            RehearsalText.write(outcome, out);
            System.out.println("\nExamples are in " + out + ".");
        }
        return 0;
    }
}
