package org.dromedary.operate.cli;

import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.hospital.hl7.Hl7Charsets;
import org.dromedary.hospital.hl7.Hl7Ledger;
import org.dromedary.hospital.hl7.Hl7Ledger.Line;
import org.dromedary.hospital.hl7.Hl7Ledger.State;
import org.dromedary.hospital.hl7.Hl7Settings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** HL7 messages that came in. */
@Command(name = "hl7", mixinStandardHelpOptions = true,
        description = "HL7 messages that came in: lists and shows them, tries failed ones again, gives them up.",
        synopsisSubcommandLabel = "(list | show | retry | discard | out)",
        subcommands = {Hl7Command.ListThem.class, Hl7Command.Show.class, Hl7Command.Retry.class,
            Hl7Command.Discard.class, Hl7OutCommand.class})
final class Hl7Command {

    private static final int MAX_NUMBER = 1000;

    private Hl7Command() {
    }

    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "The latest messages, newest first, without anything of their content.")
    static final class ListThem extends SqlCommand {

        @Option(names = "--failed", description = "Only those that could not be taken in, or are held for a person.")
        boolean failed;

        @Option(names = "--waiting", description = "Only those that are to be taken in.")
        boolean waiting;

        @Override
        int run(Sql sql, Settings settings) {
            Set<State> states = failed ? Set.of(State.FAILED, State.HELD) : waiting ? Set.of(State.NEW) : Set.of();
            List<Line> lines = new Hl7Ledger(sql).latest(states, MAX_NUMBER);
            if (lines.isEmpty()) {
                System.out.println("There are none.");
                return 0;
            }
            String row = "%8s  %-12s %-8s %-23s %8s  %s%n";
            System.out.printf(row, "id", "type", "state", "received", "bytes", "reason, what was odd");
            lines.forEach(line -> System.out.printf(row, line.id(), line.type(), line.state(),
                    NoticeText.time(line.receivedAt()), line.bytes(), words(line)));
            System.out.println(lines.size() == MAX_NUMBER ? "the latest " + MAX_NUMBER : lines.size() + " messages");
            return 0;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One message, and what it did.")
    static final class Show extends SqlCommand {

        @Parameters(paramLabel = "ID", description = "Its number in the list.")
        long id;

        @Option(names = "--body", description = "Also what is in it: names of patients, too.")
        boolean body;

        @Override
        int run(Sql sql, Settings settings) {
            Hl7Ledger ledger = new Hl7Ledger(sql);
            Line line = ledger.find(id).orElseThrow(() -> none(id));
            System.out.printf("message %d  %s  %d bytes  received %s%n%s since %s%n", id, line.type(), line.bytes(),
                    NoticeText.time(line.receivedAt()), line.state(), NoticeText.time(line.stateSince()));
            System.out.print(words(line).isEmpty() ? "" : words(line) + System.lineSeparator());
            System.out.print(line.did() == null ? "" : "did: " + line.did() + System.lineSeparator());
            if (body) {
                CommandAudit.read(settings, "hl7 show " + id + " --body", List.of());
                byte[] bytes = ledger.body(id).orElse(new byte[0]);
                System.out.println(Hl7Charsets.of(settings.map(Hl7Settings.class)).read(bytes).text()
                        .replaceAll("\\r\\n?", System.lineSeparator()));
            }
            return 0;
        }
    }

    /** Which FAILED or HELD messages are meant. */
    static final class Selection {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers in the list.")
        List<Long> ids;

        @Option(names = "--all", description = "All that are FAILED or HELD.")
        boolean all;

        /** All of them or none: says how many. */
        long each(Hl7Ledger ledger, LongPredicate change) {
            List<Long> meant = all ? ledger.failed() : ids;
            for (long id : meant) {
                if (!change.test(id) && !all) {
                    throw ledger.find(id).map(line -> new RefusedException("Message " + id + " is " + line.state()
                            + ", neither FAILED nor HELD: 'hl7 list --failed' shows those that are"))
                            .orElseGet(() -> none(id));
                }
            }
            return meant.size();
        }
    }

    @Command(name = "retry", mixinStandardHelpOptions = true, description = {
        "Takes failed messages in again, when the cause is mended.",
        "They come before those that wait: their place is that of their arrival."})
    static final class Retry extends SqlCommand {

        @ArgGroup(multiplicity = "1")
        Selection selection;

        @Override
        int run(Sql sql, Settings settings) {
            Hl7Ledger ledger = new Hl7Ledger(sql);
            long again = selection.each(ledger, id -> ledger.retry(id, user()));
            System.out.println(again + " messages are taken in again by the running program within seconds");
            return 0;
        }
    }

    @Command(name = "discard", mixinStandardHelpOptions = true, description = {
        "Gives messages up: IGNORED.",
                "Failed or held ones, and with --because also one that waits and stands in the way."})
    static final class Discard extends SqlCommand {

        @ArgGroup(multiplicity = "1")
        Selection selection;

        @Option(names = "--because", paramLabel = "TEXT",
                description = "Why, for the audit; needed for a message that waits. Nothing that identifies a patient.")
        String because;

        @Override
        int run(Sql sql, Settings settings) {
            Hl7Ledger ledger = new Hl7Ledger(sql);
            long given = selection.each(ledger, id -> discard(ledger, id));
            System.out.println(given + " messages are given up");
            return 0;
        }

        private boolean discard(Hl7Ledger ledger, long id) {
            boolean waits = ledger.find(id).map(line -> line.state() == State.NEW).orElse(false);
            if (waits && (because == null || because.isBlank())) {
                throw new RefusedException("Message " + id + " waits to be taken in: say why it is to be given up"
                        + " by --because");
            }
            return ledger.discard(id, because, user());
        }
    }

    private static String words(Line line) {
        String reason = line.reason() == null ? "" : line.reason();
        return line.note() == null ? reason : reason.isEmpty() ? line.note() : reason + "; " + line.note();
    }

    private static RefusedException none(long id) {
        return new RefusedException("There is no message " + id + ": 'hl7 list' shows those there are");
    }
}
