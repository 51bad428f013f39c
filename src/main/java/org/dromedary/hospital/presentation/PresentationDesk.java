package org.dromedary.hospital.presentation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.Series.Origin;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Sql;
import org.dromedary.pipeline.stage.SeriesWatch;
import org.jboss.logging.Logger;

/**
 * Takes note of images for which rows wait as they arrive and, when a study is there, makes series of its rows in one
 * transaction.
 */
@ApplicationScoped
public class PresentationDesk implements SeriesWatch {

    private static final Logger LOG = Logger.getLogger(PresentationDesk.class);

    private final Sql sql;
    private final PresentationLedger rows;
    private final Ledger ledger;

    PresentationDesk(DataSource dataSource, Ledger ledger) {
        this.sql = Sql.over(dataSource);
        this.rows = new PresentationLedger(sql);
        this.ledger = ledger;
    }

    @Override
    public Runnable arrived(Series series, SeriesManifest manifest, Path folder) throws IOException {
        Map<String, Entry> entries = manifest.bySopInstanceUid();
        Map<String, DataSet> heads = new LinkedHashMap<>();
        for (String uid : rows.waitedFor(entries.keySet())) {
            try {
                heads.put(uid, Image.of(Part10.readHead(folder.resolve(entries.get(uid).fileName()))).head());
            } catch (DicomFormatException damaged) {
                LOG.warnf("%s: no presentation can be made for it: %s", uid, damaged.getMessage());
            }
        }
        long study = series.study.id;
        return () -> heads.forEach((uid, head) -> rows.putImage(study, uid, head));
    }

    /** Makes series of all rows of a study that wait and whose image has come. */
    @Transactional
    void make(long studyId) {
        Map<String, DataSet> images = rows.images(studyId);
        Presentations presentations = new Presentations(images::get,
                problem -> rows.refused(problem.line(), problem.what()));
        keep(studyId, "WINDOW", presentations.windows(rows.windows(studyId)));
        keep(studyId, "KEY", presentations.keyImages(rows.keyImages(studyId)));
        rows.forgetImages(studyId);
    }

    /** Nothing can be made of the rows of a study that wait. */
    @Transactional
    void giveUp(long studyId, String reason) {
        rows.refusedAll(studyId, reason);
        rows.forgetImages(studyId);
    }

    private void keep(long studyId, String kind, List<DataSet> objects) {
        if (objects.isEmpty()) {
            return;
        }
        DataSet first = objects.get(0);
        String uid = first.getString(Tag.SeriesInstanceUID);
        long series = ledger.upsertMade(studyId, new SeriesFound(uid, first.getString(Tag.Modality),
                first.getString(Tag.SeriesDescription), "", "", objects.size()), Origin.PRESENTATION);
        objects.forEach(object -> rows.putObject(series, object));
        rows.made(studyId, kind, series);
        LOG.infof("series %d: made of rows, %d objects", series, objects.size());
    }
}
