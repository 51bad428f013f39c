package org.dromedary.hospital.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.reports.ReportLedger.Held;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.dromedary.pipeline.stage.RowByRow;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.jboss.logging.Logger;

/** What is done with reports by the clock, by one worker for all: the steps of their routes. */
@ApplicationScoped
@Named("reports")
public class ReportSteps {

    private static final Logger LOG = Logger.getLogger(ReportSteps.class);
    private static final int BATCH_SIZE = 200;

    private final ReportLedger reports;
    private final ReportDesk desk;
    private final ReportSettings settings;
    private final Workers workers;
    private final RowByRow rows = new RowByRow("report");

    ReportSteps(DataSource dataSource, ReportDesk desk, ReportSettings settings, Workers workers) {
        this.reports = new ReportLedger(Sql.over(dataSource));
        this.desk = desk;
        this.settings = settings;
        this.workers = workers;
    }

    /** Decides again on held reports, when a plan was frozen since or it is their time. */
    public void lookAgain(Exchange exchange) {
        if (!settings.enabled() || !workers.isLeader()) {
            return;
        }
        try {
            for (Held held : reports.toLookAt(settings.again(), BATCH_SIZE)) {
                rows.work(held.id(), () -> desk.decideAgain(held), reason -> reports.failed(held.id()));
            }
        } catch (LedgerException e) {
            LOG.debugf("Held reports can't be looked at now: %s", e.getMessage());
        }
    }

    /** Leaves the ids of series whose message has still to be sent in the body. */
    public void newSeries(Exchange exchange) {
        exchange.getMessage().setBody(List.of());
        if (!settings.enabled() || !workers.isLeader()) {
            return;
        }
        try {
            exchange.getMessage().setBody(reports.newSeries(BATCH_SIZE));
        } catch (LedgerException e) {
            LOG.debugf("The ledger can't be asked for new series of reports now: %s", e.getMessage());
        }
    }

    /** The message is in its queue. */
    public void released(Exchange exchange) {
        reports.seriesQueued(exchange.getMessage().getHeader(SeriesMessage.SERIES_ID, Long.class));
    }
}
