package org.dromedary.operate.embedded;

import jakarta.jms.ConnectionFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.mariadb.jdbc.MariaDbDataSource;

/** Ledger and broker for a command beside the daemon: those of the running one, or started for the command. */
public final class Attachment implements AutoCloseable {

    private final Connection ledger;
    private final ActiveMQConnectionFactory broker;
    private final AutoCloseable services;

    private Attachment(Connection ledger, ActiveMQConnectionFactory broker, AutoCloseable services) {
        this.ledger = ledger;
        this.broker = broker;
        this.services = services;
    }

    /** @throws StartUpException if either can't be reached, in words that say what to do */
    public static Attachment open(Settings settings) {
        EmbeddedMariaDb.checkPresent(settings);
        Map<String, String> running = EmbeddedBroker.running(settings);
        if (running == null) {
            Services services = Services.prepare(settings, false);
            try {
                return connect(services.properties(), services);
            } catch (RuntimeException e) {
                services.close();
                throw e;
            }
        }
        EmbeddedMariaDb.LedgerAccess access = Services.attach(settings);
        try {
            return new Attachment(access.connect(), factory(running), access);
        } catch (SQLException e) {
            access.close();
            throw unreachable(e);
        }
    }

    private static Attachment connect(Map<String, String> properties, Services services) {
        try {
            MariaDbDataSource source = new MariaDbDataSource(properties.get("quarkus.datasource.jdbc.url"));
            Connection connection = source.getConnection(properties.get("quarkus.datasource.username"),
                    properties.get("quarkus.datasource.password"));
            return new Attachment(connection, factory(properties), services);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private static StartUpException unreachable(SQLException e) {
        return new StartUpException("The ledger can't be reached (SQL state " + e.getSQLState()
                + "): check dromedary.database.url, username and password", e);
    }

    private static ActiveMQConnectionFactory factory(Map<String, String> properties) {
        return new ActiveMQConnectionFactory(properties.get("quarkus.artemis.url"),
                properties.get("quarkus.artemis.username"), properties.get("quarkus.artemis.password"));
    }

    /** One connection: its rows are streamed only while nothing else is asked. */
    public Sql ledger() {
        return Sql.over(ledger);
    }

    public ConnectionFactory broker() {
        return broker;
    }

    @Override
    public void close() {
        broker.close();
        try (services) {
            ledger.close();
        } catch (Exception e) {
            throw new StartUpException("The command is done, but did not end in order: " + e.getMessage(), e);
        }
    }
}
