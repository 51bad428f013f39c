package org.dromedary.pipeline.transcode;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Sql;

/** How many objects of each series are sent in another transfer syntax than they came in. */
@ApplicationScoped
class ConversionLedger {

    private final Sql sql;

    ConversionLedger(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    /** Writes what the manifest says, in place of what was written before, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void put(long seriesId, SeriesManifest manifest) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (Entry entry : manifest.entries()) {
            if (entry.way().converted() != null) {
                counts.computeIfAbsent(entry.transferSyntaxUid(), from -> new TreeMap<>())
                        .merge(entry.way().converted().transferSyntaxUid(), 1, Integer::sum);
            }
        }
        sql.update("delete from conversion where series_id = ?", seriesId);
        counts.forEach((from, toEach) -> toEach.forEach((to, objects) -> sql.update(
                "insert into conversion (series_id, from_syntax, to_syntax, objects) values (?, ?, ?, ?)",
                seriesId, from, to, objects)));
    }
}
