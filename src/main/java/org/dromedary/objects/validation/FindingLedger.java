package org.dromedary.objects.validation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Texts;

/** The findings of each series; who writes them does so with the transition of the series. */
@ApplicationScoped
public class FindingLedger {

    private final Sql sql;

    FindingLedger(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    /** Writes what was found in a series, in place of what was written before, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void put(long seriesId, SeriesFindings findings) {
        sql.update("delete from finding where series_id = ?", seriesId);
        findings.counts().forEach((key, count) -> sql.update("""
                insert into finding (series_id, device_id, code, grade, repair, objects, example)
                values (?, ?, ?, ?, ?, ?, ?)""", seriesId, device(key.device()), key.code(), key.grade().name(),
                key.repair() == null ? "" : key.repair(), count.objects(),
                Texts.distinct(count.example(), Texts.MAX_UID)));
    }

    private long device(Device device) {
        String text = String.join("\n", device.modality(), device.sopClassUid(), device.manufacturer(), device.model(),
                device.station(), device.software());
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        // Looked for first, which takes no lock: series of one device are committed side by side.
        List<Long> known = sql.query("select id from source_device where digest = ?", row -> row.getLong(1), digest);
        return known.isEmpty() ? added(device, digest) : known.get(0);
    }

    private long added(Device device, byte[] digest) {
        return sql.query("""
                insert into source_device (digest, modality, sop_class, manufacturer, model, station, software)
                values (?, ?, ?, ?, ?, ?, ?) on duplicate key update id = last_insert_id(id) returning id""",
                row -> row.getLong(1), digest, device.modality(),
                device.sopClassUid(), device.manufacturer(), device.model(), device.station(), device.software())
                .get(0);
    }
}
