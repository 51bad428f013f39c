package org.dromedary.identity.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.ledger.Sql;

/** Where planned studies are read from: the plan in force, or what a freeze would make of the working decisions now. */
public enum PlanSource {
    IN_FORCE("", """
            select e.* from plan_entry e
            where e.version = (select max(l.version) from plan_entry l where l.study_id = e.study_id)""", "e"),
    DRAFT(Draft.WITH, "select x.* from (" + Draft.SELECT.replace("m.study_id,", "m.study_id, 0 version,")
            + " where true%s) x", "m");

    private final String with;
    private final String select;
    private final String study;

    PlanSource(String with, String select, String study) {
        this.with = with;
        this.select = select;
        this.study = study;
    }

    /** Studies by their ledger ids, both included. */
    Map<Long, PlannedStudy> between(Sql sql, long first, long last) {
        return read(sql, " and " + study + ".study_id between ? and ?", first, last);
    }

    /** These studies. */
    Map<Long, PlannedStudy> of(Sql sql, List<Long> ids) {
        return ids.isEmpty() ? Map.of() : read(sql, " and " + study + ".study_id in ("
                + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")", ids.toArray());
    }

    private Map<Long, PlannedStudy> read(Sql sql, String which, Object... parameters) {
        Map<Long, PlannedStudy> planned = new HashMap<>();
        sql.query(with + statement(which), Plan::planned, parameters).forEach(one -> planned.put(one.studyId(), one));
        return planned;
    }

    private String statement(String which) {
        return this == DRAFT ? select.replace("%s", which) : select + which;
    }

    /** Accession numbers that more than one study gets, and those studies. */
    Shared sharedAccessions(Sql sql) {
        return sql.query(with + """
                select count(*), coalesce(sum(n), 0) from (
                    select count(*) n from (%s) a where a.decision = 'MATCH' and a.accession <> ''
                    group by a.accession, a.accession_issuer having count(*) > 1) s""".formatted(statement("")),
                row -> new Shared(row.getLong(1), row.getLong(2))).get(0);
    }

    /** How many there are, and how many studies have them. */
    record Shared(long accessions, long studies) {
    }
}
