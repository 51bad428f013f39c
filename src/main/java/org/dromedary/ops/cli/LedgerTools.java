package org.dromedary.ops.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.dromedary.books.LedgerCheck;
import org.dromedary.books.LedgerCheck.Findings;
import org.dromedary.books.LedgerCheck.QueueLine;
import org.dromedary.books.QueueRebuild;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ops.Settings;
import org.dromedary.ops.StartUpException;
import org.dromedary.ops.embedded.Attachment;
import org.dromedary.report.SummaryText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looking after the ledger and the queues that are made from it. */
@Command(name = "ledger", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Checks the books, and makes the queues anew from them.",
        subcommands = {LedgerTools.Check.class, LedgerTools.RebuildQueues.class})
final class LedgerTools {

    private LedgerTools() {
    }

    @Command(name = "check", mixinStandardHelpOptions = true,
            description = "Tells whether the numbers of every series add up and every one on its way has a message.",
            footer = {"", "Exit codes: 0 all is well, 3 something is not, 1 could not check."})
    static final class Check implements Callable<Integer> {

        @Override
        public Integer call() {
            try (Attachment attachment = Attachment.open(Settings.load())) {
                return print(new LedgerCheck(new LedgerView(attachment.ledger()), attachment.broker()).run());
            }
        }

        private static int print(Findings findings) {
            for (Imbalance wrong : findings.imbalances()) {
                System.out.printf("series %d is %s and has %d objects, but %d are accounted for%n", wrong.seriesId(),
                        wrong.state(), wrong.expected(), wrong.accounted());
            }
            if (findings.brokerTrouble() != null) {
                System.out.println("The queues were not compared. " + findings.brokerTrouble());
            } else {
                System.out.printf("%-22s %10s %10s%n", "queue", "series", "messages");
                findings.queues().forEach(line -> System.out.printf("%-22s %10d %10d%n", line.queue(), line.series(),
                        line.messages()));
            }
            for (QueueLine lost : findings.lost()) {
                System.out.printf("%s has lost %d messages: stop the workers and run 'ledger rebuild-queues'%n",
                        lost.queue(), lost.series() - lost.messages());
            }
            findings.comingAgain().forEach(message -> System.out.println("comes again and again: " + message.text()));
            findings.doubtful().forEach(window -> System.out.println(SummaryText.line(window)));
            System.out.println(findings.clean() ? "The books balance." : findings.balanced()
                    ? "The books balance, but the inventory is in doubt." : "THE BOOKS DO NOT BALANCE.");
            return findings.clean() ? 0 : RunCommand.EXCEPTIONS;
        }
    }

    @Command(name = "rebuild-queues", mixinStandardHelpOptions = true,
            description = "Empties the queues and makes them anew from the ledger, while no worker runs.")
    static final class RebuildQueues implements Callable<Integer> {

        @Option(names = "--force", description = "Although consumers are connected to the queues.")
        boolean force;

        @Override
        public Integer call() {
            try (Attachment attachment = Attachment.open(Settings.load())) {
                QueueRebuild rebuild = new QueueRebuild(attachment.ledger(), attachment.broker());
                long consumers = rebuild.consumers();
                if (consumers > 0 && !force) {
                    throw new StartUpException("The queues have " + consumers + " consumers: stop every worker first."
                            + " (--force goes on although; series would be worked on twice)");
                }
                for (Map.Entry<String, Long> queue : rebuild.run().entrySet()) {
                    System.out.printf("%-22s %10d messages%n", queue.getKey(), queue.getValue());
                }
                return 0;
            }
        }
    }
}
