package org.dromedary.identity.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.identity.plan.ReviewCsv.Answered;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** Takes in what a person answered in an exported file: all of it, or nothing if a row is wrong. */
public final class ReviewImport {

    private final Sql sql;

    /** @param sql in a transaction of the caller, who rolls it back if this fails */
    public ReviewImport(Sql sql) {
        this.sql = sql;
    }

    /**
     * What came of a file.
     *
     * @param answers studies with an answer
     * @param changed of these, decisions that are others than before
     */
    public record Result(int answers, int changed) {
    }

    /** @throws PlanException naming the lines that are wrong */
    public Result of(Path file, String by) throws IOException {
        List<String> problems = new ArrayList<>();
        List<Answered> answers = ReviewCsv.read(file, problems);
        WorkingDecisions decisions = new WorkingDecisions(sql);
        int changed = 0;
        for (Answered answer : answers) {
            Long study = sql.query("select id from study where study_instance_uid = ?", row -> row.getLong(1),
                    answer.studyUid()).stream().findFirst().orElse(null);
            if (study == null) {
                ReviewCsv.problem(problems, answer.line(), "the ledger has no study with this Study Instance UID");
                continue;
            }
            try {
                changed += decisions.decide(study, answer.answer(), by, answer.note()) ? 1 : 0;
            } catch (PlanException e) {
                ReviewCsv.problem(problems, answer.line(), e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException("Nothing of " + file.getFileName() + " is taken in:\n  "
                    + String.join("\n  ", problems));
        }
        if (changed > 0) {
            Events.in(sql).operator("PLAN_REVIEW", answers.size() + " answers of a file, " + changed
                    + " of them new", by);
        }
        return new Result(answers.size(), changed);
    }
}
