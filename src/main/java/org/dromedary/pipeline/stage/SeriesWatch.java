package org.dromedary.pipeline.stage;

import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;

/** Is shown each series of the source when its files have come and are durable. */
public interface SeriesWatch {

    /**
     * Reads what it wants of the files.
     *
     * @return what is run in the transaction in which the series becomes RETRIEVED
     */
    Runnable arrived(Series series, SeriesManifest manifest, Path folder) throws IOException;
}
