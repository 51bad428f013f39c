package org.dromedary.operate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.pipeline.deadletter.DeadLetter;
import org.dromedary.pipeline.deadletter.DeadLetterFilter;
import org.dromedary.pipeline.deadletter.DeadLetters;
import org.dromedary.pipeline.deadletter.Suspects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person does with series, and query windows, that could not pass a stage. */
@Command(name = "dead-letters", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Lists what could not pass a stage, sends it back there, or gives it up.",
        subcommands = {DeadLettersCommand.ListAll.class, DeadLettersCommand.Show.class,
            DeadLettersCommand.Replay.class, DeadLettersCommand.Discard.class})
final class DeadLettersCommand {

    private DeadLettersCommand() {
    }

    /** Which dead letters are meant. */
    static final class Selection {
        @Option(names = "--reason", description = "Only with this reason code.")
        String reason;

        @Option(names = "--stage", description = "Only those that failed at this stage.")
        String stage;

        @Option(names = "--study", paramLabel = "UID", description = "Only of this Study Instance UID.")
        String study;

        @Option(names = "--series", paramLabel = "ID", description = "Only this series, by its id in the ledger.")
        Long series;

        DeadLetterFilter filter() {
            return new DeadLetterFilter(reason, stage, study, series);
        }

        DeadLetterFilter filterOr(boolean all) {
            if (filter().isAll() && !all) {
                throw new StartUpException("Say which: --reason, --stage, --study or --series; or --all");
            }
            return filter();
        }
    }

    /** Works with the running daemon, or without one. */
    abstract static class Work implements Callable<Integer> {
        @Mixin
        Selection selection;

        @Override
        public final Integer call() {
            try (Attachment attachment = Attachment.open(Settings.load())) {
                return work(attachment);
            }
        }

        int work(Attachment attachment) {
            return work(new DeadLetters(attachment.ledger(), attachment.broker()));
        }

        abstract int work(DeadLetters letters);

        static String by() {
            return SqlCommand.user();
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows the dead letters as a table.")
    static final class ListAll extends Work {
        @Option(names = "--details", description = "Also why, and which objects; equal ones in one line.")
        boolean details;

        @Option(names = "--json", description = "One JSON object a line instead.")
        boolean json;

        @Override
        int work(DeadLetters letters) {
            if (json) {
                letters.forEach(selection.filter(), letter -> System.out.println(json(letter)));
                return 0;
            }
            System.out.print(DeadLetterText.head());
            long[] count = new long[1];
            letters.forEach(selection.filter(), letter -> {
                System.out.print(DeadLetterText.line(letter));
                if (details) {
                    System.out.print(DeadLetterText.below(letters.detail(letter)));
                }
                count[0]++;
            });
            System.out.println(count[0] == 1 ? "1 dead letter" : count[0] + " dead letters");
            return 0;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true,
            description = "Shows one dead letter in full, with the history of its series.")
    static final class Show extends Work {
        private static final int MAX_LISTED = 50;

        @Parameters(arity = "0..1", paramLabel = "WHICH", description = {"The number of a series, or of a window, in"
                + " the list; or a Study or Series Instance UID; or the broker's message id (ID:…)."})
        String which;

        @Option(names = "--objects", description = "Every object in a line of its own.")
        boolean objects;

        @Override
        int work(DeadLetters letters) {
            List<DeadLetter> found = which == null ? letters.list(selection.filterOr(false), 1)
                    : letters.find(which.strip(), MAX_LISTED);
            if (found.isEmpty()) {
                throw new StartUpException("There is no such dead letter: 'dead-letters list' shows those there are,"
                        + " 'series show' what became of a series");
            }
            if (found.size() > 1) {
                System.out.print(DeadLetterText.head());
                found.forEach(letter -> System.out.print(DeadLetterText.line(letter)));
                System.out.println("Several: 'dead-letters show' with a number shows one in full.");
                return 0;
            }
            System.out.print(DeadLetterText.full(letters.detail(found.get(0)), objects));
            return 0;
        }
    }

    @Command(name = "replay", mixinStandardHelpOptions = true,
            description = "Sends dead letters back to the stages that failed, as a first attempt.")
    static final class Replay extends Work {
        @Option(names = "--all", description = "Every one.")
        boolean all;

        @Option(names = "--suspect", description = {"Instead of dead letters: asks again for what is missing from"
                + " series that went on without some objects, and for query windows whose answer is in doubt."})
        boolean suspect;

        @Override
        int work(Attachment attachment) {
            if (!suspect) {
                return super.work(attachment);
            }
            Suspects.Asked asked = new Suspects(attachment.ledger(), attachment.broker())
                    .askAgain(selection.filter(), by());
            System.out.printf("%d series and %d query windows are asked for again%n", asked.series(),
                    asked.windows());
            return 0;
        }

        @Override
        int work(DeadLetters letters) {
            System.out.println(letters.replay(selection.filterOr(all), by()) + " dead letters sent back");
            return 0;
        }
    }

    @Command(name = "discard", mixinStandardHelpOptions = true,
            description = "Gives series up for good: SKIPPED in the ledger, with the reason and who said so.")
    static final class Discard extends Work {
        @Option(names = "--all", description = "Every dead letter.")
        boolean all;

        @Option(names = "--because", required = true, paramLabel = "TEXT",
                description = "Why, for the record; nothing that identifies a patient.")
        String because;

        @Override
        int work(DeadLetters letters) {
            if (because.isBlank()) {
                throw new StartUpException("--because is empty: say why for the record");
            }
            System.out.println(letters.discard(selection.filterOr(all), because, by()) + " dead letters discarded");
            return 0;
        }
    }

    private static String json(DeadLetter letter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seriesId", letter.seriesId());
        fields.put("windowId", letter.windowId());
        fields.put("stage", letter.stage());
        fields.put("reason", letter.reason());
        fields.put("reasonText", letter.reasonText());
        fields.put("attempts", letter.attempt());
        fields.put("since", letter.since().toString());
        fields.put("studyInstanceUid", letter.studyInstanceUid());
        fields.put("seriesInstanceUid", letter.seriesInstanceUid());
        fields.put("messageId", letter.messageId());
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
