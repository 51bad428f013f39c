package org.dromedary.operate.cli;

import java.util.Map;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.hospital.hl7.OutboundLedger;
import org.dromedary.hospital.hl7.OutboundLedger.State;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** HL7 messages to the new system. */
@Command(name = "out", mixinStandardHelpOptions = true,
        description = "HL7 messages to the new system: lists them, sends refused ones again, gives them up.",
        synopsisSubcommandLabel = "(list | retry | discard)",
        subcommands = {Hl7OutCommand.ListThem.class, Hl7OutCommand.Retry.class, Hl7OutCommand.Discard.class})
final class Hl7OutCommand {

    private Hl7OutCommand() {
    }

    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "The messages that were refused, without anything of their content.")
    static final class ListThem extends SqlCommand {

        @Option(names = "--state", paramLabel = "STATE", defaultValue = "FAILED",
                description = "Those in another state: ${COMPLETION-CANDIDATES}.")
        State state;

        @Override
        int run(Sql sql, Settings settings) {
            OutboundLedger ledger = new OutboundLedger(sql);
            String row = "%8s  %-10s %8s %5s %8s  %-23s  %s%n";
            System.out.printf(row, "id", "purpose", "study", "MSA-1", "attempts", "since", "reason");
            ledger.forEach(state, message -> System.out.printf(row, message.id(), message.purpose(),
                    text(message.studyId()), text(message.ackCode()), message.attempts(),
                    NoticeText.time(message.since()), text(message.reason())));
            Map<State, Long> counts = ledger.counts();
            System.out.printf("%d waiting, %d sent, %d failed, %d discarded%n", counts.get(State.WAITING),
                    counts.get(State.SENT), counts.get(State.FAILED), counts.get(State.DISCARDED));
            return 0;
        }

        private static String text(Object value) {
            return value == null ? "-" : value.toString();
        }
    }

    /** Which messages are meant. */
    abstract static class Change extends SqlCommand {

        @Parameters(paramLabel = "ID", arity = "0..1", description = "Its number in the list.")
        Long id;

        @Option(names = "--all", description = "Every message that was refused.")
        boolean all;

        @Override
        final int run(Sql sql, Settings settings) {
            if ((id == null) != all) {
                throw new RefusedException("Say which: its ID, or --all");
            }
            int changed = change(new OutboundLedger(sql));
            if (changed == 0 && id != null) {
                throw new RefusedException("Message " + id + " is not among those that this can be done with");
            }
            System.out.println(changed + " messages " + done());
            return 0;
        }

        abstract int change(OutboundLedger ledger);

        abstract String done();
    }

    @Command(name = "retry", mixinStandardHelpOptions = true,
            description = "Sends messages again that were refused, with the same control id.")
    static final class Retry extends Change {
        @Override
        int change(OutboundLedger ledger) {
            return ledger.retry(id, user());
        }

        @Override
        String done() {
            return "are sent again";
        }
    }

    @Command(name = "discard", mixinStandardHelpOptions = true, description = {
        "Gives messages up that were refused, or the one that is named though it still waits."})
    static final class Discard extends Change {
        @Option(names = "--because", required = true, paramLabel = "TEXT",
                description = "Why, for the record; nothing that identifies a patient.")
        String because;

        @Override
        int change(OutboundLedger ledger) {
            return ledger.discard(id, because, user());
        }

        @Override
        String done() {
            return "are given up";
        }
    }
}
