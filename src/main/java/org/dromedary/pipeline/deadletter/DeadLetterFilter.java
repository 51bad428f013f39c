package org.dromedary.pipeline.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;

/** Which dead letters are meant; what is null does not matter. */
public record DeadLetterFilter(String reason, String stage, String studyInstanceUid, Long seriesId) {

    /** All of them. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null);

    public static DeadLetterFilter series(long id) {
        return new DeadLetterFilter(null, null, null, id);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /** What one word may mean, the likeliest first: a ledger id, a UID, or the broker's id of the message. */
    static List<String> selectorsOf(String word) {
        if (word.matches("[0-9]{1,18}")) {
            return List.of(SeriesMessage.SERIES_ID + " = " + word, WindowMessage.WINDOW_ID + " = " + word);
        }
        return word.startsWith("ID:") ? List.of("JMSMessageID = " + quoted(word))
                : List.of(SeriesMessage.SERIES_UID + " = " + quoted(word), SeriesMessage.STUDY_UID + " = "
                        + quoted(word));
    }

    /** As a JMS message selector, null for all. */
    String selector() {
        List<String> terms = terms();
        return terms.isEmpty() ? null : String.join(" and ", terms);
    }

    /** As a JMS message selector for those that were there at that time: what dies again later is not meant. */
    String selectorUntil(Instant time) {
        List<String> terms = terms();
        terms.add("JMSTimestamp <= " + time.toEpochMilli());
        return String.join(" and ", terms);
    }

    /** The same for any of these reasons and any of these studies. */
    static String selectorUntil(Instant time, Collection<String> reasons, Collection<String> studyInstanceUids) {
        return Queues.REASON + " in (" + quoted(reasons) + ") and " + SeriesMessage.STUDY_UID + " in ("
                + quoted(studyInstanceUids) + ") and JMSTimestamp <= " + time.toEpochMilli();
    }

    private static String quoted(Collection<String> values) {
        return values.stream().map(DeadLetterFilter::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private List<String> terms() {
        List<String> terms = new ArrayList<>();
        add(terms, Queues.REASON, reason);
        add(terms, Queues.STAGE, stage);
        add(terms, SeriesMessage.STUDY_UID, studyInstanceUid);
        if (seriesId != null) {
            terms.add(SeriesMessage.SERIES_ID + " = " + seriesId);
        }
        return terms;
    }

    private static void add(List<String> terms, String property, String value) {
        if (value != null) {
            terms.add(property + " = " + quoted(value));
        }
    }
}
