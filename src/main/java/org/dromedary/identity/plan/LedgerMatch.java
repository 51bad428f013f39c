package org.dromedary.identity.plan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dromedary.identity.match.Decision;
import org.dromedary.identity.match.MatchRules;
import org.dromedary.identity.match.MatchSummary;
import org.dromedary.identity.match.Matching;
import org.dromedary.identity.match.PacsStudy;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** Matches every study of the ledger with the RIS inventory and writes the working decisions, a few rows in memory. */
public final class LedgerMatch {

    private static final int PAGE = 2000;
    private static final int BATCH_SIZE = 500;

    private final Sql sql;

    /** @param sql over one connection in a transaction of the caller's: all of it is one view of the ledger */
    public LedgerMatch(Sql sql) {
        this.sql = sql;
    }

    /**
     * What a run came to.
     *
     * @param byPerson studies on which a person had decided, which stands
     * @param reopened ledger ids of those that are in review again, since their exam is gone
     */
    public record Result(MatchSummary summary, long byPerson, List<Long> reopened) {
    }

    /** Matches, and leaves a record of the run with its rules. */
    public Result run(MatchRules rules, Iterable<RisExam> exams, Iterable<RisPatient> patients, String by) {
        WorkingDecisions decisions = new WorkingDecisions(sql);
        List<Long> reopened = decisions.reopenGone();
        List<Decision> waiting = new ArrayList<>();
        MatchSummary summary = Matching.with(rules).run(studies(), exams, patients, decision -> {
            waiting.add(decision);
            if (waiting.size() == BATCH_SIZE) {
                decisions.propose(waiting);
                waiting.clear();
            }
        });
        if (!waiting.isEmpty()) {
            decisions.propose(waiting);
        }
        sql.update("insert into match_run (at, by_who, rules, summary) values (utc_timestamp(3), left(?, 64), ?, ?)", by,
                rules.text(), summary.text());
        Events.in(sql).operator("PLAN_MATCH", summary.studies() + " studies: match " + summary.matched() + ", review "
                + summary.review() + ", none " + summary.none(), by);
        return new Result(summary, sql.query("select count(*) from study_match where decided_by <> ?",
                row -> row.getLong(1), WorkingDecisions.DROMEDARY).get(0), reopened);
    }

    private Iterable<PacsStudy> studies() {
        Iterable<InventoriedStudy> all = InventoriedStudy.all(sql, PAGE);
        return () -> {
            Iterator<InventoriedStudy> rows = all.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public PacsStudy next() {
                    return rows.next().pacs();
                }
            };
        };
    }
}
