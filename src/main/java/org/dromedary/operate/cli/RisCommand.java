package org.dromedary.operate.cli;

import org.dromedary.hospital.ris.Identity;
import org.dromedary.hospital.ris.RisLedger.Unmerged;
import org.dromedary.hospital.ris.RisSettings;
import org.dromedary.hospital.ris.Unlinking;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the ledger has of the RIS. */
@Command(name = "ris", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "(unmerge)",
        description = "Mends what the RIS told us of patients.", subcommands = RisCommand.Unmerge.class)
final class RisCommand {

    private RisCommand() {
    }

    @Command(name = "unmerge", mixinStandardHelpOptions = true, description = {
        "Takes the merge of a Patient ID back: it stands for itself again.",
        "Studies that followed the merge follow back: in the plan, or as corrections where they have moved."})
    static final class Unmerge extends SqlCommand {

        @Parameters(paramLabel = "PATIENT_ID", description = "The number that was merged into another.")
        String patientId;

        @Option(names = "--issuer", paramLabel = "AUTHORITY", defaultValue = "",
                description = "Its assigning authority, if the RIS names one.")
        String issuer;

        @Option(names = "--because", paramLabel = "TEXT", required = true,
                description = "Why, for the audit. Nothing that identifies a patient.")
        String because;

        @Override
        int run(Sql sql, Settings settings) {
            Unlinking.Result result = new Unlinking(sql, settings.map(RisSettings.class),
                    settings.map(CoercionSettings.class)).unmerge(new Identity(patientId, issuer), because, user())
                    .filter(unlinked -> unlinked.unmerged() == Unmerged.DONE)
                    .orElseThrow(() -> new RefusedException(
                    "This Patient ID is not known, or was not merged into another; --issuer names its authority"));
            System.out.printf("Patient %d stands for itself again, parted from %d. %d studies follow; those that have moved"
                    + " wait in 'reconcile corrections list'.%n", result.patient(), result.from(), result.studies());
            return 0;
        }
    }
}
