package org.dromedary.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What keeps a migration from being called complete although its books balance: a number that nobody ever said balances
 * with anything. Runs over every series, so it is asked for when nothing moves any more.
 */
public final class Doubts {

    private static final String SERIES = "select count(*), min(id) from series where ";

    private static final String STUDIES_WITHOUT_SERIES = """
            select count(*), min(t.id) from study t where coalesce(t.expected_series, 1) <> 0
                and not exists (select 1 from series s where s.study_id = t.id)""";

    private final Sql sql;
    private final List<Doubt> doubts = new ArrayList<>();

    private Doubts(Sql sql) {
        this.sql = sql;
    }

    /**
     * One reason.
     *
     * @param what in words that follow the number, as in "3 studies have no series"
     * @param example what to give to {@code series show} or {@code study show}, such as {@code series 61}
     */
    public record Doubt(long count, String what, String example) {

        @Override
        public String toString() {
            return count + " " + what + "; for example " + example;
        }
    }

    static List<Doubt> of(Sql sql) {
        Doubts doubts = new Doubts(sql);
        doubts.ask("series", SERIES + "state = 'VERIFIED' and verified_count + skipped_count = 0",
                "series are VERIFIED without a single object");
        doubts.ask("series", SERIES + "state = 'VERIFIED' and expected_instances is null",
                "series are VERIFIED although nobody ever said how many objects they have");
        doubts.ask("study", STUDIES_WITHOUT_SERIES, "studies have no series, which no level of the source confirms");
        return doubts.doubts;
    }

    private void ask(String kind, String statement, String what) {
        sql.forEach(statement, row -> {
            if (row.getLong(1) > 0) {
                doubts.add(new Doubt(row.getLong(1), what, kind + " " + row.getLong(2)));
            }
        });
    }
}
