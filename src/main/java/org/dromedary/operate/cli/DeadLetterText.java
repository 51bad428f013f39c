package org.dromedary.operate.cli;

import java.util.List;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.operate.record.FoldedObjects;
import org.dromedary.pipeline.deadletter.DeadLetter;
import org.dromedary.pipeline.deadletter.DeadLetters.Detail;

/** Dead letters in a terminal; UIDs and numbers only, no patient data. */
final class DeadLetterText {

    private static final String LINE = "%-10s %-10s %-26s %8s  %-20s  %s%n";
    private static final int COLUMN = 14;

    private DeadLetterText() {
    }

    static String head() {
        return String.format(LINE, "series", "stage", "reason", "attempts", "since (UTC)", "study");
    }

    /** A row of the table. */
    static String line(DeadLetter letter) {
        return String.format(LINE, subject(letter), text(letter.stage()), letter.reason(), letter.attempt(),
                letter.since().toString().substring(0, 19), text(letter.studyInstanceUid()));
    }

    private static String subject(DeadLetter letter) {
        return letter.windowId() != null ? "window " + letter.windowId() : text(letter.seriesId());
    }

    /** What stands below a row when details are wanted. */
    static String below(Detail detail) {
        StringBuilder text = new StringBuilder();
        if (!isEmpty(detail.letter().reasonText())) {
            text.append(Lines.wrap("    why:", COLUMN, detail.letter().reasonText()));
        }
        FoldedObjects.of(detail.objects()).forEach(kind ->
                text.append(Lines.wrap("    " + kind.number() + ":", COLUMN, kind.text())));
        return text.toString();
    }

    /** All that is known of one. */
    static String full(Detail detail, boolean everyObject) {
        DeadLetter letter = detail.letter();
        StringBuilder text = new StringBuilder();
        field(text, letter.windowId() == null ? "series" : "window",
                text(letter.windowId() == null ? letter.seriesId() : letter.windowId())
                        + (detail.state() == null ? "" : ", is " + detail.state()));
        field(text, "Series UID", letter.seriesInstanceUid());
        field(text, "Study UID", letter.studyInstanceUid());
        field(text, "stage", text(letter.stage()));
        field(text, "reason", letter.reason());
        field(text, "why", letter.reasonText());
        field(text, "attempts", Integer.toString(letter.attempt()));
        field(text, "since", NoticeText.time(letter.since()));
        field(text, "message", letter.messageId());
        if (!detail.events().isEmpty()) {
            text.append("\nhistory (UTC)\n").append(HistoryText.of(detail.events()));
        }
        if (!detail.objects().isEmpty()) {
            text.append("\nobjects\n").append(everyObject ? each(detail.objects()) : folded(detail.objects()));
        }
        return text.append('\n').append(Lines.wrap("what to do:", COLUMN, advice(letter))).toString();
    }

    /** Objects of which the same is to be said in one line. */
    static String folded(List<ExceptionLine> objects) {
        StringBuilder text = new StringBuilder();
        FoldedObjects.of(objects).forEach(kind -> text.append(Lines.wrap("  " + kind.number(), COLUMN, kind.text())));
        return text.toString();
    }

    private static String each(List<ExceptionLine> objects) {
        StringBuilder text = new StringBuilder();
        objects.forEach(object -> text.append(String.format("  %s  %s, attempt %d, %s%n", HistoryText.time(object.at()),
                FoldedObjects.evidence(object), object.attempt(), object.sopInstanceUid())));
        return text.toString();
    }

    private static String advice(DeadLetter letter) {
        if (letter.seriesId() == null && letter.windowId() == null) {
            return "Nobody knows what it was: find out who writes to our queues, then discard it (--reason "
                    + letter.reason() + ").";
        }
        String which = letter.seriesId() != null ? "--series " + letter.seriesId() : "--stage inventory";
        return "Mend the cause, then 'dead-letters replay " + which + "' tries again"
                + (letter.seriesId() != null ? "; 'dead-letters discard " + which + " --because …' gives it up."
                        : ".");
    }

    private static void field(StringBuilder text, String name, String value) {
        if (!isEmpty(value)) {
            text.append(Lines.wrap(name, COLUMN, value));
        }
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isBlank();
    }

    private static String text(Object value) {
        return value == null ? "-" : value.toString();
    }
}
