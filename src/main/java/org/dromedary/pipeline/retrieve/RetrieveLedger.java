package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.ledger.SeriesMarks;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Texts;
import org.dromedary.pipeline.stage.Claims;
import org.dromedary.pipeline.stage.Claims.Claim;

/** What the retrieve stage reads and writes of the ledger beside the series' state. */
@ApplicationScoped
class RetrieveLedger {

    private final DataSource dataSource;
    RetrieveLedger(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A series of the same study or patient that is to be fetched as well. */
    record Sibling(long seriesId, String studyInstanceUid, String seriesInstanceUid, Integer expectedInstances) {
    }

    /** Whom the source says the study of the series is about. */
    Person person(long seriesId) {
        return sql().query("""
                select p.patient_id, t.patient_name, t.patient_birth_date
                from series s join study t on t.id = s.study_id join patient p on p.id = t.patient_id
                where s.id = ?""", row -> new Person(row.getString(1), row.getString(2), row.getString(3)), seriesId)
                .stream().findFirst().orElse(new Person(null, null, null));
    }

    /** Series of the same study, or of all studies of its patient, that wait to be fetched; the series itself first. */
    List<Sibling> waiting(long seriesId, boolean ofPatient) {
        return sql().query("""
                select s.id, t.study_instance_uid, s.series_instance_uid, s.expected_instances
                from series s join study t on t.id = s.study_id
                where t.%1$s = (select t2.%1$s from series s2 join study t2 on t2.id = s2.study_id where s2.id = ?)
                    and s.origin = '' and (s.id = ? or s.state in ('QUEUED', 'RETRY_WAIT'))
                order by s.id <> ?, s.id""".formatted(ofPatient ? "patient_id" : "id"),
                row -> new Sibling(row.getLong(1), row.getString(2), row.getString(3), row.getObject(4, Integer.class)),
                seriesId, seriesId, seriesId);
    }

    /** The largest number of objects that a retrieve told of in an earlier attempt, 0 if there was none. */
    int toldBefore(long seriesId, int attempt) {
        return sql().query("""
                select max(told) from (select sum(if(value regexp '^[0-9]+$', cast(value as signed), 0)
                    * if(source = 'STRANGERS', -1, 1)) told from claim where series_id = ? and attempt < ?
                    and source in ('COMPLETED', 'FAILED', 'WARNING', 'REMAINING', 'STRANGERS')
                    group by attempt) attempts""",
                row -> row.getInt(1), seriesId, attempt).get(0);
    }

    /** Replaces what is kept of this attempt and later ones; claims that all agree take one row. */
    void writeClaims(long seriesId, int attempt, Claims claims, int arrived, List<Claim> more) {
        sql().update("delete from claim where series_id = ? and attempt >= ?", seriesId, attempt);
        List<Claim> all = new ArrayList<>(claims.agree(arrived) && more.isEmpty()
                ? List.of(new Claim("AGREED", Integer.toString(arrived), claims.describe(arrived)))
                : claims.claims(arrived));
        all.addAll(more);
        List<Object> parameters = new ArrayList<>();
        for (Claim claim : all) {
            parameters.addAll(Arrays.asList(seriesId, seriesId, claim.source(), Texts.line(claim.value(), 64),
                    Texts.line(claim.detail(), 255), attempt));
        }
        sql().update("insert into claim (study_id, series_id, source, value, detail, attempt, at) values "
                + String.join(", ", Collections.nCopies(all.size(), "((select study_id from series where id = ?), ?, ?,"
                + " ?, ?, ?, utc_timestamp(3))")), parameters.toArray());
    }

    /** Why what came may not be all, or null. */
    void writeDoubt(long seriesId, String doubt) {
        SeriesMarks.in(sql()).doubt(seriesId, doubt);
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }
}
