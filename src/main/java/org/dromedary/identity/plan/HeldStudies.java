package org.dromedary.identity.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.identity.plan.PlanPolicy.Course;
import org.dromedary.identity.plan.PlanPolicy.Subject;
import org.dromedary.ledger.Sql;

/** Studies whose series were kept back by the plan, but may go on by the plan and the policies as they are now. */
public final class HeldStudies {

    private static final int PAGE = 2000;

    private final Sql sql;
    private final PlanPolicy policy;

    public HeldStudies(Sql sql, PlanPolicy policy) {
        this.sql = sql;
        this.policy = policy;
    }

    private record Kept(long seriesId, long studyId, String studyUid, Subject subject) {
    }

    /** Their Study Instance UIDs. */
    public List<String> released() {
        String reasons = String.join(", ", Collections.nCopies(PlanPolicy.REASONS.size(), "?"));
        List<String> released = new ArrayList<>();
        for (String state : List.of("HELD", "QUARANTINED")) {
            Paged<Kept> series = new Paged<>(after -> {
                List<Object> parameters = new ArrayList<>(List.of(state, after));
                parameters.addAll(PlanPolicy.REASONS);
                parameters.add(PAGE);
                return sql.query("""
                        select s.id, t.id, t.study_instance_uid, t.study_date, s.modality, s.station_name
                        from series s join study t on t.id = s.study_id
                        where s.state = ? and s.id > ? and s.reason_code in (%s) order by s.id limit ?"""
                        .formatted(reasons), row -> new Kept(row.getLong(1), row.getLong(2), row.getString(3),
                        new Subject(row.getObject(4, LocalDate.class), row.getString(5), row.getString(6))),
                        parameters.toArray());
            }, Kept::seriesId);
            List<Kept> page = new ArrayList<>();
            for (Kept one : series) {
                page.add(one);
                if (page.size() == PAGE) {
                    decide(page, released);
                    page.clear();
                }
            }
            decide(page, released);
        }
        return released.stream().distinct().toList();
    }

    private void decide(List<Kept> page, List<String> released) {
        Map<Long, String> studies = new LinkedHashMap<>();
        page.forEach(series -> studies.put(series.studyId(), series.studyUid()));
        Map<Long, PlannedStudy> planned = new HashMap<>(PlanSource.IN_FORCE.of(sql, List.copyOf(studies.keySet())));
        for (Kept series : page) {
            Course course = policy.of(series.subject(), Optional.ofNullable(planned.get(series.studyId()))).course();
            if (course == Course.APPLY || course == Course.PASS) {
                released.add(series.studyUid());
            }
        }
    }
}
