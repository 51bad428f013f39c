package org.dromedary.pipeline.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest.Entry;

/** Makes the objects of series that the source does not have: each time they are asked for, the same. */
public interface SeriesMaker {

    /** Which series it makes. */
    Series.Origin origin();

    /**
     * Writes the files of a series; the caller makes them durable.
     *
     * @param folder where they go under their final names; exists
     * @return what was written
     */
    List<Entry> make(Series series, Path folder) throws IOException, StageException;
}
