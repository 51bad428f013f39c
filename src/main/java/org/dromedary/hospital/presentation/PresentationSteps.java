package org.dromedary.hospital.presentation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.dromedary.pipeline.stage.RowByRow;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.jboss.logging.Logger;

/** What is done with rows by the clock, by one worker for all: the steps of their route. */
@ApplicationScoped
@Named("presentations")
public class PresentationSteps {

    private static final Logger LOG = Logger.getLogger(PresentationSteps.class);
    private static final int BATCH_SIZE = 200;

    private final PresentationLedger rows;
    private final PresentationDesk desk;
    private final Workers workers;
    private final RowByRow studies = new RowByRow("presentations of study");

    PresentationSteps(DataSource dataSource, PresentationDesk desk, Workers workers) {
        this.rows = new PresentationLedger(Sql.over(dataSource));
        this.desk = desk;
        this.workers = workers;
    }

    /** Makes series for studies that have come; leaves the ids of those whose message has to be sent in the body. */
    public void make(Exchange exchange) {
        exchange.getMessage().setBody(List.of());
        if (!workers.isLeader()) {
            return;
        }
        try {
            for (long study : rows.readyStudies(BATCH_SIZE)) {
                studies.work(study, () -> desk.make(study), reason -> desk.giveUp(study, reason));
            }
            exchange.getMessage().setBody(rows.newSeries(BATCH_SIZE));
        } catch (LedgerException e) {
            LOG.debugf("The ledger can't be asked for rows of presentations now: %s", e.getMessage());
        }
    }

    /** The message is in its queue. */
    public void released(Exchange exchange) {
        rows.queued(exchange.getMessage().getHeader(SeriesMessage.SERIES_ID, Long.class));
    }
}
