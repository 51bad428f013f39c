package org.dromedary.hospital.presentation;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Uid;
import org.dromedary.hospital.presentation.PresentationLedger.Made;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMaker;
import org.dromedary.pipeline.stage.StageException;

/** Writes the objects of a made series, as the ledger has them, whenever the retrieve stage wants them. */
@ApplicationScoped
public class PresentationMaker implements SeriesMaker {

    private final PresentationLedger rows;

    PresentationMaker(DataSource dataSource) {
        this.rows = new PresentationLedger(Sql.over(dataSource));
    }

    @Override
    public Series.Origin origin() {
        return Series.Origin.PRESENTATION;
    }

    @Override
    public List<Entry> make(Series series, Path folder) throws IOException, StageException {
        List<Entry> entries = new ArrayList<>();
        for (Made object : rows.objects(series.id)) {
            entries.add(write(object, folder));
        }
        if (entries.isEmpty()) {
            throw new StageException(Failure.Kind.BUG, "PRESENTATION_UNKNOWN",
                    "the ledger has no object of this series");
        }
        return entries;
    }

    private static Entry write(Made object, Path folder) throws IOException {
        String name = Spool.fileName(object.sopInstanceUid());
        Path file = Files.createTempFile(folder, "made", ".part");
        try (OutputStream out = Files.newOutputStream(file)) {
            Part10.writeMeta(out, object.sopClassUid(), object.sopInstanceUid(), Uid.ExplicitVRLittleEndian);
            out.write(object.content());
        }
        Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Entry.received(object.sopInstanceUid(), object.sopClassUid(), Uid.ExplicitVRLittleEndian,
                object.content().length, HexFormat.of().formatHex(Sha256.of(object.content())), name);
    }
}
