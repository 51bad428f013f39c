package org.dromedary.identity.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.dromedary.ledger.Sql;

/** The frozen plan in force: of each study the entry of the last version that changed it. */
@ApplicationScoped
public class Plan {

    private final Sql sql;

    Plan(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    /** What the plan says of a study; empty if no version speaks of it. */
    public Optional<PlannedStudy> of(long studyId) {
        return sql.query("""
                select * from plan_entry where study_id = ? order by version desc limit 1""",
                Plan::planned, studyId).stream().findFirst();
    }

    /** Whether any version was ever frozen; without one the plan says nothing of anything. */
    public boolean isFrozen() {
        return !sql.query("select 1 from plan_version limit 1", row -> 1).isEmpty();
    }

    static PlannedStudy planned(ResultSet row) throws SQLException {
        java.sql.Date born = row.getDate("birth_date");
        return new PlannedStudy(row.getLong("study_id"), row.getInt("version"),
                PlanDecision.valueOf(row.getString("decision")), row.getString("patient_id"), row.getString("issuer"),
                row.getString("patient_name"), born == null ? null : born.toLocalDate(), row.getString("sex"),
                row.getString("accession"), row.getString("accession_issuer"), row.getString("exam_id"),
                row.getString("requested_procedure_id"), row.getString("procedure_code"),
                row.getString("procedure_text"), row.getString("referring_physician"), row.getString("rule"),
                row.getString("decided_by"));
    }
}
