package org.dromedary.pipeline.transcode;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;

/** Which bytes came of objects that were found damaged: what comes again with the same bytes is what the source has. */
@ApplicationScoped
class DamagedArrivals {

    private static final HexFormat HEX = HexFormat.of();

    private final Sql sql;

    DamagedArrivals(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    /** Keeps the digests of objects before they are fetched again; those kept already stay. */
    @Transactional
    public void keep(long seriesId, Collection<Entry> entries) {
        entries.forEach(entry -> sql.update(
                "insert into damaged_arrival (series_id, object, sha256) values (?, ?, ?) on duplicate key update"
                        + " series_id = series_id", seriesId, object(entry), HEX.parseHex(entry.sha256())));
    }

    /** Whether an object came with just these bytes when the series was fetched before. */
    @Transactional
    public Predicate<Entry> of(long seriesId) {
        Set<String> known = new HashSet<>(sql.query("select object, sha256 from damaged_arrival where series_id = ?",
                row -> HEX.formatHex(row.getBytes(1)) + HEX.formatHex(row.getBytes(2)), seriesId));
        return entry -> known.contains(HEX.formatHex(object(entry)) + entry.sha256());
    }

    private static byte[] object(Entry entry) {
        return Sha256.of(entry.sopInstanceUid().getBytes(StandardCharsets.UTF_8));
    }
}
