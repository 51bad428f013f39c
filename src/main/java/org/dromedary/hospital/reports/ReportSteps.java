package org.dromedary.hospital.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.reports.ReportLedger.Held;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.RowByRow;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.jboss.logging.Logger;

/** What is done with reports by the clock, by one worker for all: the steps of their routes. */
@ApplicationScoped
@Named("reports")
public class ReportSteps {

    private static final Logger LOG = Logger.getLogger(ReportSteps.class);
    private static final int AT_ONCE = 200;

    private final ReportLedger reports;
    private final ReportDesk desk;
    private final Ledger ledger;
    private final Transitions transitions;
    private final ReportSettings settings;
    private final Workers workers;
    private final RowByRow rows = new RowByRow("report");

    ReportSteps(DataSource dataSource, ReportDesk desk, Ledger ledger, Transitions transitions,
            ReportSettings settings, Workers workers) {
        this.reports = new ReportLedger(Sql.over(dataSource));
        this.desk = desk;
        this.ledger = ledger;
        this.transitions = transitions;
        this.settings = settings;
        this.workers = workers;
    }

    /** Decides again on held reports, when a plan was frozen since or it is their time. */
    public void lookAgain(Exchange exchange) {
        if (!settings.enabled() || !workers.isLeader()) {
            return;
        }
        try {
            for (Held held : reports.toLookAt(settings.again(), AT_ONCE)) {
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
            exchange.getMessage().setBody(reports.newSeries(AT_ONCE));
        } catch (LedgerException e) {
            LOG.debugf("The ledger can't be asked for new series of reports now: %s", e.getMessage());
        }
    }

    /** Releases the series in the body and makes its message of it. */
    public void release(Exchange exchange) {
        long id = exchange.getMessage().getBody(Long.class);
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        Series series = ledger.series(id).orElseThrow();
        new SeriesMessage(id, series.study.studyInstanceUid, series.seriesInstanceUid, 1, 0, 0, series.priority)
                .writeTo(exchange.getMessage());
    }

    /** The message is in its queue. */
    public void released(Exchange exchange) {
        reports.seriesQueued(exchange.getMessage().getHeader(SeriesMessage.SERIES_ID, Long.class));
    }
}
