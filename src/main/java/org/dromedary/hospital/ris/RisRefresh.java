package org.dromedary.hospital.ris;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/** Reads the RIS's own database again from time to time, on the leader, if the settings want it. */
@Singleton
@Named("risRefresh")
public class RisRefresh implements Processor {

    private static final Logger LOG = Logger.getLogger(RisRefresh.class);
    private static final String KIND = "RIS_DATABASE";
    private static final String SUBJECT = "ris";

    private final DataSource dataSource;
    private final RisSettings settings;
    private final CoercionSettings coercion;
    private final Incidents incidents;
    private final Workers workers;
    private Long lastNanos;

    RisRefresh(DataSource dataSource, RisSettings settings, CoercionSettings coercion, Incidents incidents,
            Workers workers) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.coercion = coercion;
        this.incidents = incidents;
        this.workers = workers;
    }

    /** Called often; knows when it is due. */
    @Override
    public void process(Exchange exchange) {
        Duration every = settings.jdbc().every().orElse(null);
        boolean due = every != null && (lastNanos == null || System.nanoTime() - lastNanos >= every.toNanos());
        if (due && workers.isLeader()) {
            lastNanos = System.nanoTime();
            refresh();
        }
    }

    void refresh() {
        try {
            RisImport.Counts counts = new RisDatabase(settings.jdbc()).into(new RisImport(Sql.over(dataSource),
                    settings, coercion, Origin.JDBC, LocalDateTime.now(ZoneOffset.UTC)));
            LOG.infof("The RIS database gave %d exams and %d patients", counts.exams(), counts.patients());
            incidents.close(KIND, SUBJECT, "dromedary", "it was read");
        } catch (SQLException e) {
            failed("SQL state " + e.getSQLState());
        } catch (IllegalArgumentException e) {
            failed(e.getMessage());
        } catch (LedgerException away) {
            LOG.warnf("The RIS database is read again later: %s", away.getMessage());
        }
    }

    private void failed(String evidence) {
        incidents.open(KIND, SUBJECT, "The RIS database could not be read.", evidence,
                "Check dromedary.ris.jdbc.*; it is tried again after dromedary.ris.jdbc.every.");
    }
}
