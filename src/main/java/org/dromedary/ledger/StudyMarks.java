package org.dromedary.ledger;

/** What is noted of a study beside what the source says of it; in the caller's transaction. */
public final class StudyMarks {

    private final Sql sql;

    private StudyMarks(Sql sql) {
        this.sql = sql;
    }

    public static StudyMarks in(Sql sql) {
        return new StudyMarks(sql);
    }

    /** The version of the plan that a series of the study is sent by; null if there is no plan. */
    public void plannedBySeries(long seriesId, Integer planVersion) {
        sql.update("update study set plan_version = ? where id = (select study_id from series where id = ?)",
                planVersion, seriesId);
    }

    /** The target has the study as this version of the plan says, or a later one. */
    public void planned(long studyId, int planVersion) {
        sql.update("update study set plan_version = greatest(plan_version, ?) where id = ?", planVersion, studyId);
    }

    /** What the target has of the study is not what the RIS says. */
    public void stale(long studyId) {
        sql.update("update study set stale_since = utc_timestamp(3) where id = ? and stale_since is null", studyId);
    }

    /** It is again, or nobody wants it to be. */
    public void current(long studyId) {
        sql.update("update study set stale_since = null where id = ? and stale_since is not null", studyId);
    }

    /** A number of instances that the study announces need not be met. */
    public void settled(String studyInstanceUid, int instances) {
        sql.update("update study set settled_instances = ? where study_instance_uid = ?", instances, studyInstanceUid);
    }
}
