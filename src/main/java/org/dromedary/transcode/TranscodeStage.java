package org.dromedary.transcode;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.stage.SeriesMessage;
import org.dromedary.stage.SeriesStage;
import org.dromedary.stage.StageLedger.Outcome;

/** The objects stay as they are: every series passes. */
@Singleton
@Named("transcode")
public class TranscodeStage extends SeriesStage {

    TranscodeStage() {
        super(EnumSet.of(SeriesState.RECONCILED), SeriesState.TRANSCODED);
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) {
        return Outcome.of(onward(series));
    }
}
