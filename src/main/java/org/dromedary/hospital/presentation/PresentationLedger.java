package org.dromedary.hospital.presentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Texts;

/** Rows, images and made objects in the ledger; also for a process that is not the daemon. */
public final class PresentationLedger {

    private static final int CHUNK = 500;
    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    /** Between the columns in {@code presentation_row.content}: no text of a CSV file has it once it is cleaned. */
    private static final String BREAK = "\u001F";

    private final Sql sql;

    public PresentationLedger(Sql sql) {
        this.sql = sql;
    }

    /** A row as a person sees it. */
    public record Line(long id, String kind, String sopInstanceUid, String state, String reason, Long seriesId) {
    }

    /** An object to be written into the spool. */
    record Made(String sopInstanceUid, String sopClassUid, byte[] content) {
    }

    /** Takes windows in; returns the number of those that were not known. */
    public int addWindows(Iterable<WindowRow> rows) {
        int added = 0;
        for (WindowRow row : rows) {
            added += add("WINDOW", row.sopInstanceUid(), row.frame(), row.center(), row.width(), row.explanation(),
                    row.by(), row.at());
        }
        return added;
    }

    /** Takes key images in; returns the number of those that were not known. */
    public int addKeyImages(Iterable<KeyImageRow> rows) {
        int added = 0;
        for (KeyImageRow row : rows) {
            added += add("KEY", row.sopInstanceUid(), row.frame(), CsvText.fit(row.document(), 255), row.title().name(),
                    row.description(), row.by(), row.at());
        }
        return added;
    }

    private int add(String kind, String uid, int frame, String... columns) {
        byte[] content = String.join(BREAK, columns).getBytes(StandardCharsets.UTF_8);
        byte[] whole = String.join(BREAK, kind, uid, Integer.toString(frame), String.join(BREAK, columns))
                .getBytes(StandardCharsets.UTF_8);
        return sql.update("""
                insert ignore into presentation_row (digest, kind, sop_instance_uid, frame, content, state, imported_at)
                values (?, ?, ?, ?, ?, 'WAITING', utc_timestamp(3))""", Sha256.of(whole), kind, uid, frame, content);
    }

    /** Those of the objects for which rows wait. */
    List<String> waitedFor(Collection<String> sopInstanceUids) {
        if (sql.query("select 1 from presentation_row where state = 'WAITING' limit 1", row -> 1).isEmpty()) {
            return List.of();
        }
        List<String> all = sopInstanceUids.stream().filter(Texts::fitsAsUid).toList();
        List<String> found = new ArrayList<>();
        for (int at = 0; at < all.size(); at += CHUNK) {
            List<String> chunk = all.subList(at, Math.min(all.size(), at + CHUNK));
            found.addAll(sql.query("select distinct sop_instance_uid from presentation_row where state = 'WAITING'"
                    + " and sop_instance_uid in (" + String.join(", ", Collections.nCopies(chunk.size(), "?")) + ")",
                    row -> row.getString(1), chunk.toArray()));
        }
        return found;
    }

    void putImage(long studyId, String sopInstanceUid, DataSet head) {
        sql.update("""
                insert into presentation_image (sop_instance_uid, study_id, head) values (?, ?, ?)
                on duplicate key update study_id = values(study_id), head = values(head)""", sopInstanceUid, studyId,
                DataSetWriter.encode(head, SYNTAX));
    }

    /** Studies with images that were noted and not used yet, of whose series none has still to come. */
    List<Long> readyStudies(int limit) {
        return sql.query("""
                select distinct i.study_id from presentation_image i
                where not exists (select 1 from series s where s.study_id = i.study_id
                    and s.origin = '' and s.state in ('FOUND', 'QUEUED', 'RETRY_WAIT')) limit ?""",
                row -> row.getLong(1), limit);
    }

    /** Nothing of these images is needed any more. */
    void forgetImages(long studyId) {
        sql.update("delete from presentation_image where study_id = ?", studyId);
    }

    /** The heads of a study's images, by SOP Instance UID. */
    Map<String, DataSet> images(long studyId) {
        Map<String, DataSet> images = new HashMap<>();
        sql.forEach("select sop_instance_uid, head from presentation_image where study_id = ?", row -> {
            try {
                images.put(row.getString(1), new DataSetReader(row.getBytes(2), SYNTAX).read());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, studyId);
        return images;
    }

    /** Windows of a study that wait, under their ids in place of lines. */
    List<WindowRow> windows(long studyId) {
        return waiting(studyId, "WINDOW", (row, text) -> new WindowRow(row.getString(2), row.getInt(3), text[0],
                text[1], text[2], text[3], text[4], row.getLong(1)));
    }

    /** Key images of a study that wait, under their ids in place of lines. */
    List<KeyImageRow> keyImages(long studyId) {
        return waiting(studyId, "KEY", (row, text) -> new KeyImageRow(text[0], row.getString(2), row.getInt(3),
                KeyObjectTitle.valueOf(text[1]), text[2], text[3], text[4], row.getLong(1)));
    }

    private interface Reading<T> {
        T of(ResultSet row, String[] text) throws SQLException;
    }

    private <T> List<T> waiting(long studyId, String kind, Reading<T> reading) {
        return sql.query("""
                select r.id, r.sop_instance_uid, r.frame, r.content from presentation_row r
                    join presentation_image i on i.sop_instance_uid = r.sop_instance_uid
                where r.state = 'WAITING' and r.kind = ? and i.study_id = ? order by r.id""",
                row -> reading.of(row, new String(row.getBytes(4), StandardCharsets.UTF_8).split(BREAK, -1)), kind,
                studyId);
    }

    void refused(long rowId, String reason) {
        sql.update("update presentation_row set state = 'REFUSED', reason = left(?, 255) where id = ?", reason, rowId);
    }

    /** The rows of that study that still wait are REFUSED for that reason. */
    void refusedAll(long studyId, String reason) {
        sql.update("""
                update presentation_row r join presentation_image i on i.sop_instance_uid = r.sop_instance_uid
                set r.state = 'REFUSED', r.reason = left(?, 255) where r.state = 'WAITING' and i.study_id = ?""", reason,
                studyId);
    }

    /** The rows of that study and kind that still wait were used for that series. */
    void made(long studyId, String kind, long seriesId) {
        sql.update("""
                update presentation_row r join presentation_image i on i.sop_instance_uid = r.sop_instance_uid
                set r.state = 'MADE', r.series_id = ? where r.state = 'WAITING' and r.kind = ? and i.study_id = ?""",
                seriesId, kind, studyId);
    }

    void putObject(long seriesId, DataSet object) {
        sql.update("""
                insert into presentation_object (series_id, sop_instance_uid, sop_class_uid, content)
                values (?, ?, ?, ?) on duplicate key update content = values(content)""", seriesId,
                object.getString(Tag.SOPInstanceUID), object.getString(Tag.SOPClassUID),
                DataSetWriter.encode(object, SYNTAX));
        sql.update("insert ignore into presentation_series (series_id) values (?)", seriesId);
    }

    List<Made> objects(long seriesId) {
        return sql.query("select sop_instance_uid, sop_class_uid, content from presentation_object where series_id = ?",
                row -> new Made(row.getString(1), row.getString(2), row.getBytes(3)), seriesId);
    }

    /** Made series whose message has still to be sent. */
    List<Long> newSeries(int limit) {
        return sql.query("select series_id from presentation_series where queued = 0 order by series_id limit ?",
                row -> row.getLong(1), limit);
    }

    void queued(long seriesId) {
        sql.update("update presentation_series set queued = 1 where series_id = ?", seriesId);
    }

    /** The number of rows in each state. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        sql.forEach("select state, count(*) from presentation_row group by state",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    /** Rows in order, streamed; of all states if none is named. */
    public void forEach(String state, Consumer<Line> lines) {
        sql.forEach("select id, kind, sop_instance_uid, state, reason, series_id from presentation_row"
                + " where ? is null or state = ? order by id", row -> lines.accept(new Line(row.getLong(1),
                row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                row.getObject(6, Long.class))), state, state);
    }
}
