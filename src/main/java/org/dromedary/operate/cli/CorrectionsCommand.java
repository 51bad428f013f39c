package org.dromedary.operate.cli;

import java.util.List;
import java.util.Locale;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.hospital.ris.Corrections;
import org.dromedary.hospital.ris.Corrections.Action;
import org.dromedary.hospital.ris.Corrections.Kind;
import org.dromedary.hospital.ris.Corrections.State;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Studies of which the RIS says something else by now than was planned or sent. */
@Command(name = "corrections", mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | resend | forward | plan | dismiss)",
        description = "Studies of which the RIS says something else by now than was planned or sent; see docs/ris.md.",
        subcommands = {CorrectionsCommand.ListThem.class, CorrectionsCommand.Resend.class,
            CorrectionsCommand.Forward.class, CorrectionsCommand.Amend.class, CorrectionsCommand.Dismiss.class})
final class CorrectionsCommand {

    private static final int MAX_NUMBER = 10_000;

    private CorrectionsCommand() {
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Those that are not done, oldest first.")
    static final class ListThem extends SqlCommand {

        @Option(names = "--all", description = "Also those that are done; newest first.")
        boolean all;

        @Option(names = "--json", description = "One JSON array instead of a table.")
        boolean json;

        @Override
        int run(Sql sql, Settings settings) {
            List<Action> actions = new Corrections(sql).list(all, MAX_NUMBER);
            if (json) {
                System.out.println(Json.of(actions));
            } else if (actions.isEmpty()) {
                System.out.println("Every study is as the RIS says.");
            } else {
                print(actions);
            }
            return 0;
        }

        private static void print(List<Action> actions) {
            String row = "%6s  %-23s  %-9s  %-8s  %8s  %-28s  %s%n";
            System.out.printf(row, "id", "since", "state", "kind", "version", "differs", "study");
            for (Action action : actions) {
                System.out.printf(Locale.ROOT, row, action.id(), NoticeText.time(action.since()), action.state(),
                        action.kind(), action.fromVersion(), action.differs(), action.studyInstanceUid());
                if (action.reason() != null) {
                    System.out.println("        " + action.reason());
                }
            }
            if (actions.stream().anyMatch(action -> List.of(State.OPEN, State.FAILED).contains(action.state()))) {
                System.out.println("\n'corrections resend ID', 'forward ID' or 'dismiss ID' for what was sent,"
                        + " 'plan ID' for what was not.");
            }
        }
    }

    /** Chooses what the running program then does. */
    abstract static class Choice extends SqlCommand {

        @Parameters(paramLabel = "ID", arity = "1..*", description = "Their numbers in the list.")
        List<Long> ids;

        @Override
        final int run(Sql sql, Settings settings) {
            for (long id : ids) {
                choose(new Corrections(sql), id);
            }
            return 0;
        }

        abstract void choose(Corrections corrections, long id);

        static void choose(Corrections corrections, long id, Kind kind, String words) {
            Action action = existing(corrections, id);
            try {
                if (!corrections.choose(id, kind, user())) {
                    throw new RefusedException("Correction " + id + " is " + action.state() + " already");
                }
            } catch (IllegalArgumentException e) {
                throw new RefusedException("Correction " + id + " can't be done so: " + e.getMessage());
            }
            System.out.println("Correction " + id + ": " + words);
        }

        static Action existing(Corrections corrections, long id) {
            return corrections.find(id).orElseThrow(() -> new RefusedException("There is no correction " + id
                    + ": 'corrections list --all' shows those there are"));
        }
    }

    @Command(name = "resend", mixinStandardHelpOptions = true,
            description = "Fetches, coerces and sends the verified series of the study again.")
    static final class Resend extends Choice {
        @Override
        void choose(Corrections corrections, long id) {
            choose(corrections, id, Kind.RESEND, "the running program sends the study again.");
        }
    }

    @Command(name = "forward", mixinStandardHelpOptions = true,
            description = "Gives the messages of the RIS to the new system, which mends its own.")
    static final class Forward extends Choice {
        @Override
        void choose(Corrections corrections, long id) {
            choose(corrections, id, Kind.FORWARD, "the running program forwards the messages.");
        }
    }

    @Command(name = "plan", mixinStandardHelpOptions = true,
            description = "Amends the plan of a study that has not moved.")
    static final class Amend extends Choice {
        @Override
        void choose(Corrections corrections, long id) {
            choose(corrections, id, Kind.PLAN, "the running program amends the plan.");
        }
    }

    @Command(name = "dismiss", mixinStandardHelpOptions = true,
            description = "It stays as it is, until the RIS says something new.")
    static final class Dismiss extends Choice {

        @Option(names = "--because", paramLabel = "TEXT", description = "The reason, for the audit; no patient data.")
        String because = "";

        @Override
        void choose(Corrections corrections, long id) {
            Action action = existing(corrections, id);
            if (!corrections.dismiss(id, user(), because)) {
                throw new RefusedException("Correction " + id + " is " + action.state() + " already, or has begun");
            }
            System.out.println("Correction " + id + " is dismissed.");
        }
    }
}
