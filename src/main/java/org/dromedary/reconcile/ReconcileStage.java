package org.dromedary.reconcile;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.stage.SeriesMessage;
import org.dromedary.stage.SeriesStage;
import org.dromedary.stage.StageLedger.Outcome;

/** Patient and order stay as they are until there is a plan: every series passes. */
@Singleton
@Named("reconcile")
public class ReconcileStage extends SeriesStage {

    ReconcileStage() {
        super(EnumSet.of(SeriesState.RETRIEVED), SeriesState.RECONCILED);
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) {
        return Outcome.of(onward(series));
    }
}
