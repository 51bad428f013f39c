package org.dromedary.operate.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import org.dromedary.pipeline.stage.Redeliveries;

/** Messages that came again while the ledger could not be told of it. */
@ApplicationScoped
class LiveRedeliveries implements LiveStatus {

    private final Redeliveries redeliveries;

    LiveRedeliveries(Redeliveries redeliveries) {
        this.redeliveries = redeliveries;
    }

    @Override
    public String name() {
        return "comingAgain";
    }

    @Override
    public Object value() {
        return redeliveries.untold();
    }
}
