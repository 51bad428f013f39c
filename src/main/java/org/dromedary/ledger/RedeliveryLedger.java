package org.dromedary.ledger;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which messages came again because their work was broken off; one row each, as long as that lasts. */
public final class RedeliveryLedger {

    /** Whether the series, window or HL7 message is no longer where the row has it. */
    private static final String LEFT = """
            not (item = 'window' and exists (select 1 from query_window w where w.id = item_id and w.state = 'OPEN')
                or item = 'message' and exists (select 1 from hl7_message m where m.id = item_id and m.state = 'NEW')
                or item = 'series' and exists (select 1 from series s where s.id = item_id and (%s)))"""
            .formatted(Arrays.stream(Stage.values()).filter(stage -> !stage.takes().isEmpty())
                    .map(stage -> "stage = '" + stage.id() + "' and s.state in ("
                            + SeriesState.quoted(stage.takes()::contains) + ")").collect(Collectors.joining(" or ")));

    private final Sql sql;

    public RedeliveryLedger(Sql sql) {
        this.sql = sql;
    }

    /** What a message is about, and the stage whose message it is. */
    public record Item(String kind, long id, String stage) {

        private static final String SERIES = "series";
        private static final String WINDOW = "window";
        private static final String MESSAGE = "message";

        public static Item series(long id, String stage) {
            return new Item(SERIES, id, stage);
        }

        public static Item window(long id, String stage) {
            return new Item(WINDOW, id, stage);
        }

        /** An HL7 message, by its row. */
        public static Item message(long id, String stage) {
            return new Item(MESSAGE, id, stage);
        }

        @Override
        public String toString() {
            return kind + " " + id + " at " + stage;
        }
    }

    /**
     * A message that came again.
     *
     * @param unended how often it was begun anew without a word of its end: the process died, or is at work on it
     * @param times   how often it was given back with an error
     * @param error   the last one, or null; no patient data
     */
    public record Line(Item item, int unended, int times, String error, LocalDateTime firstAt, LocalDateTime lastAt) {

        /** For a person; times in UTC. */
        public String text() {
            String back = times == 0 ? "" : ": given back " + times + " times, the last " + clock(lastAt) + " by "
                    + error;
            String died = unended == 0 ? "" : (back.isEmpty() ? ": " : "; ") + "begun " + unended
                    + " times without an end, since " + clock(firstAt);
            return item + back + died;
        }

        private static String clock(LocalDateTime time) {
            return time.truncatedTo(ChronoUnit.SECONDS) + "Z";
        }
    }

    /** A message that came again is begun; returns how many earlier redeliveries of it were begun and not ended. */
    public int begun(Item item) {
        return sql.query("""
                insert into redelivery (item, item_id, stage, begun, first_at, last_at)
                values (?, ?, ?, 1, utc_timestamp(3), utc_timestamp(3))
                on duplicate key update begun = begun + 1, last_at = values(last_at) returning begun""",
                row -> row.getInt(1), item.kind(), item.id(), item.stage()).get(0) - 1;
    }

    /** It was given back, so often since the last word of it, with that error at last; returns how often in all. */
    public int gaveBack(Item item, int times, String error) {
        return sql.query("""
                insert into redelivery (item, item_id, stage, times, error, first_at, last_at)
                values (?, ?, ?, ?, ?, utc_timestamp(3), utc_timestamp(3))
                on duplicate key update begun = greatest(begun - 1, 0), times = times + values(times),
                    error = values(error), last_at = values(last_at) returning times""", row -> row.getInt(1),
                item.kind(), item.id(), item.stage(), times, Texts.line(error, 500)).get(0);
    }

    /** It was given back in order, which is no error. */
    public void ended(Item item) {
        sql.update("""
                update redelivery set begun = greatest(begun - 1, 0) where item = ? and item_id = ? and stage = ?""",
                item.kind(), item.id(), item.stage());
    }

    /** It passed, or was decided on. */
    public void passed(Item item) {
        sql.update("delete from redelivery where item = ? and item_id = ? and stage = ?", item.kind(), item.id(),
                item.stage());
    }

    /** Removes rows of items that have left their stage by another way. */
    public void clean() {
        sql.update("delete from redelivery where " + LEFT);
    }

    /** The messages that came again and have not passed yet, the most frequent first. */
    List<Line> lines(int limit) {
        return sql.query("""
                select item, item_id, stage, begun, times, error, first_at, last_at from redelivery
                where begun + times > 0 and not (%s) order by begun + times desc, first_at, item, item_id limit ?"""
                .formatted(LEFT), row -> new Line(new Item(row.getString(1), row.getLong(2), row.getString(3)),
                row.getInt(4), row.getInt(5), row.getString(6), row.getObject(7, LocalDateTime.class),
                row.getObject(8, LocalDateTime.class)), limit);
    }
}
