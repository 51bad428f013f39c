package org.dromedary.objects.coercion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.util.Optional;
import javax.sql.DataSource;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyMarks;
import org.dromedary.ledger.spool.Spool;

/** The coercion of each series; who writes it does so with the transition that it belongs to. */
@ApplicationScoped
public class CoercionLedger {

    private final Sql sql;

    CoercionLedger(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    /** What is changed in the objects of a series; empty: nothing. */
    @Transactional
    public Optional<Coercion> of(long seriesId) {
        return sql.query("select content, digest from coercion where series_id = ?", row -> {
            byte[] content = row.getBytes("content");
            if (!MessageDigest.isEqual(digest(content), row.getBytes("digest"))) {
                throw new IllegalStateException("The coercion of series " + seriesId + " is not what was written");
            }
            return Coercion.decode(content);
        }, seriesId).stream().findFirst();
    }

    /** Writes it, or that there is none, in the caller's transaction; the study learns the version. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void put(long seriesId, Optional<Coercion> coercion, Integer planVersion) {
        if (coercion.isPresent()) {
            byte[] content = coercion.get().encode();
            sql.update("""
                    insert into coercion (series_id, plan_version, content, digest, at)
                    values (?, ?, ?, ?, utc_timestamp(3))
                    on duplicate key update plan_version = values(plan_version), at = if(digest = values(digest), at,
                        values(at)), content = values(content), digest = values(digest)""",
                    seriesId, coercion.get().planVersion(), content, digest(content));
        } else {
            sql.update("delete from coercion where series_id = ?", seriesId);
        }
        StudyMarks.in(sql).plannedBySeries(seriesId, planVersion);
    }

    private static byte[] digest(byte[] content) {
        return Spool.sha256().digest(content);
    }
}
