package org.dromedary.pipeline.make;

import io.quarkus.arc.All;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMaker;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.SpoolRoom;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/**
 * Has the objects of a series made that the source does not have, again if the spool lost them, and makes them durable.
 */
@Singleton
@Named("make")
public class MakeStage extends SeriesStage {

    private final Spool spool;
    private final SpoolRoom room;
    private final List<SeriesMaker> makers;

    MakeStage(Spool spool, SpoolRoom room, @All List<SeriesMaker> makers) {
        super(Stage.RETRIEVE);
        this.spool = spool;
        this.room = room;
        this.makers = makers;
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        SeriesMaker maker = makers.stream().filter(each -> each.origin() == series.origin).findFirst()
                .orElseThrow(() -> new StageException(Failure.Kind.BUG, "UNKNOWN_ORIGIN",
                        "no part of this program makes series of this origin"));
        room.await(() -> false);
        Path folder = PrivateFiles.createFolders(spool.seriesFolder(message.studyInstanceUid(),
                message.seriesInstanceUid()));
        boolean kept = false;
        try {
            List<Entry> entries = maker.make(series, folder);
            for (Entry entry : entries) {
                spool.grewBy(folder.resolve(entry.fileName()).toFile().length());
            }
            Spool.sync(folder, entries.stream().map(Entry::fileName).toList());
            Map<String, Entry> before = ledger.objectsBefore(series.id);
            SeriesManifest manifest = new SeriesManifest(entries.stream()
                    .map(entry -> entry.knowing(before.get(entry.sopInstanceUid()))).toList());
            kept = true;
            return Outcome.of(Change.none().expected(manifest.objects())
                    .received(manifest.objects(), manifest.bytes()), manifest);
        } catch (IOException e) {
            room.check(e);
            throw e;
        } finally {
            if (!kept) {
                spool.remove(message.studyInstanceUid(), message.seriesInstanceUid());
            }
        }
    }
}
