package org.dromedary.operate.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.Waits;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.record.SummaryText;
import org.dromedary.operate.runtime.RunningDaemon;
import org.dromedary.operate.runtime.WhyNotNow;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.pipeline.books.LedgerCheck;
import org.dromedary.pipeline.books.LedgerCheck.Findings;
import org.dromedary.pipeline.books.LedgerCheck.QueueLine;
import org.dromedary.pipeline.books.LostMessages;
import org.dromedary.pipeline.books.QueueRebuild;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looking after the ledger and the queues that are made from it. */
@Command(name = "ledger", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Checks the books, and makes the queues anew from them.",
        subcommands = {LedgerTools.Check.class, LedgerTools.RebuildQueues.class})
final class LedgerTools {

    private LedgerTools() {
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = {
        "Tells whether the numbers of every series add up, whether every one on its way has a message, and what each"
                + " that is not closed waits for."},
            footer = {"", "Exit codes: 0 all is well, 3 something is not, 1 could not check."})
    static final class Check implements Callable<Integer> {

        private static final int LOST_NAMED = 10;

        @Option(names = "--details", description = "Also each series that is not closed, in a line.")
        boolean details;

        @Override
        public Integer call() {
            Settings settings = Settings.load();
            try (Attachment attachment = Attachment.open(settings)) {
                Findings findings = new LedgerCheck(new LedgerView(attachment.ledger()), attachment.broker()).run();
                print(findings);
                nameLost(findings, attachment);
                WaitsText waits = new WaitsText(new Waits(attachment.ledger()),
                        WhyNotNow.of(attachment.ledger(), RunningDaemon.live(settings)));
                System.out.print(waits.groups());
                if (details) {
                    waits.printEach();
                }
                System.out.println("\n" + verdict(findings));
                boolean notCompared = findings.balanced() && findings.brokerTrouble() != null;
                return findings.clean() ? 0 : notCompared ? Dromedary.CAN_NOT_RUN : RunCommand.EXCEPTIONS;
            }
        }

        private static void print(Findings findings) {
            for (Imbalance wrong : findings.imbalances()) {
                System.out.printf("series %d is %s and has %d objects, but %d are accounted for%n", wrong.seriesId(),
                        wrong.state(), wrong.expected(), wrong.accounted());
            }
            if (findings.imbalances().size() >= LedgerCheck.MAX_IMBALANCES) {
                System.out.println("and there may be more such series");
            }
            if (findings.brokerTrouble() != null) {
                System.out.println("The queues were not compared. " + findings.brokerTrouble());
            } else {
                System.out.printf("%-22s %10s %10s%n", "queue", "waiting", "messages");
                findings.queues().forEach(line -> System.out.printf("%-22s %10d %10d%n", line.queue(), line.series(),
                        line.messages()));
            }
            findings.comingAgain().forEach(message -> System.out.print(Lines.wrap("", 0,
                    "comes again and again: " + message.text())));
            findings.doubtful().forEach(window -> System.out.print(Lines.wrap("", 0, SummaryText.line(window))));
        }

        private static void nameLost(Findings findings, Attachment attachment) {
            for (QueueLine lost : findings.lost()) {
                System.out.printf("%s has lost %d messages: stop the workers and run 'ledger rebuild-queues'%n",
                        lost.queue(), lost.series() - lost.messages());
                List<Long> series = new LostMessages(attachment.ledger(), attachment.broker()).of(lost.queue(),
                        LOST_NAMED);
                if (!series.isEmpty()) {
                    System.out.print(Lines.wrap("", 4, "no message in any queue: series "
                            + series.stream().map(String::valueOf).collect(Collectors.joining(", "))
                            + (series.size() == LOST_NAMED ? " …" : "")));
                }
            }
        }

        private static String verdict(Findings findings) {
            if (!findings.balanced()) {
                return "THE BOOKS DO NOT BALANCE.";
            }
            String books = findings.brokerTrouble() == null ? "The books balance"
                    : "The numbers add up, but whether messages are lost is not known";
            return findings.clean() ? books + "." : books + (findings.doubtful().isEmpty() ? "."
                    : ", but the inventory is in doubt.");
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
