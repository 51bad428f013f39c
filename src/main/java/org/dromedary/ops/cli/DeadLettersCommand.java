package org.dromedary.ops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dromedary.deadletter.DeadLetter;
import org.dromedary.deadletter.DeadLetterFilter;
import org.dromedary.deadletter.DeadLetters;
import org.dromedary.deadletter.DeadLetters.Detail;
import org.dromedary.ops.Settings;
import org.dromedary.ops.StartUpException;
import org.dromedary.ops.embedded.Attachment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a person does with series, and query windows, that could not pass a stage. */
@Command(name = "dead-letters", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Lists what could not pass a stage, sends it back there, or gives it up.",
        subcommands = {DeadLettersCommand.ListAll.class, DeadLettersCommand.Show.class,
            DeadLettersCommand.Replay.class, DeadLettersCommand.Discard.class})
final class DeadLettersCommand {

    private static final String LINE = "%-10s %-10s %-26s %8s  %-20s  %s%n";

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
                return work(new DeadLetters(attachment.ledger(), attachment.broker()));
            }
        }

        abstract int work(DeadLetters letters);

        static String by() {
            return System.getProperty("user.name");
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows the dead letters as a table.")
    static final class ListAll extends Work {
        @Option(names = "--json", description = "One JSON object a line instead.")
        boolean json;

        @Override
        int work(DeadLetters letters) {
            if (json) {
                letters.forEach(selection.filter(), letter -> System.out.println(json(letter)));
                return 0;
            }
            System.out.printf(LINE, "series", "stage", "reason", "attempts", "since (UTC)", "study");
            long[] count = new long[1];
            letters.forEach(selection.filter(), letter -> {
                System.out.print(line(letter));
                count[0]++;
            });
            System.out.println(count[0] + " dead letters");
            return 0;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true,
            description = "Shows one dead letter with the history of its series.")
    static final class Show extends Work {
        @Override
        int work(DeadLetters letters) {
            Detail detail = letters.show(selection.filterOr(false)).orElse(null);
            if (detail == null) {
                throw new StartUpException("There is no such dead letter: 'dead-letters list' shows those there are");
            }
            System.out.print(line(detail.letter()));
            System.out.println(detail.letter().reasonText());
            if (detail.state() != null) {
                System.out.println("series " + detail.letter().seriesInstanceUid() + " is " + detail.state());
            }
            detail.events().forEach(event -> System.out.println(words(event.at(), event.kind(), event.fromState(),
                    event.toState(), event.reasonCode(), event.detail(), event.worker())));
            detail.objects().forEach(object -> System.out.println(words(object.at(), object.sopInstanceUid(),
                    object.stage(), object.reasonCode(),
                    object.status() == null ? null : String.format("%04X", object.status()), object.comment())));
            return 0;
        }

        private static String words(Object... parts) {
            StringBuilder line = new StringBuilder();
            for (Object part : parts) {
                line.append(part == null || part.toString().isEmpty() ? "" : part + "  ");
            }
            return line.toString().stripTrailing();
        }
    }

    @Command(name = "replay", mixinStandardHelpOptions = true,
            description = "Sends dead letters back to the stages that failed, as a first attempt.")
    static final class Replay extends Work {
        @Option(names = "--all", description = "Every dead letter.")
        boolean all;

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

    private static String line(DeadLetter letter) {
        Object subject = letter.windowId() != null ? "window " + letter.windowId() : text(letter.seriesId());
        return String.format(LINE, subject, text(letter.stage()), letter.reason(), letter.attempt(),
                letter.since().toString().substring(0, 19), text(letter.studyInstanceUid()));
    }

    private static String text(Object value) {
        return value == null ? "-" : value.toString();
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
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
