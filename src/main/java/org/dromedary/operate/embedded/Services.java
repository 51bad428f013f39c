package org.dromedary.operate.embedded;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;

/**
 * The database and the broker of one Dromedary: embedded ones, unless {@code dromedary.database.url} and
 * {@code dromedary.broker.url} name others.
 */
public final class Services implements AutoCloseable {

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Settings settings;
    private final boolean sameLoader;
    private final LedgerOutage outage;
    private volatile DataFolder.Lock lock;
    private volatile EmbeddedMariaDb database;
    private volatile EmbeddedBroker broker;

    private Services(Settings settings, boolean sameLoader, LedgerOutage outage) {
        this.settings = settings;
        this.sameLoader = sameLoader;
        this.outage = outage;
    }

    /**
     * Nothing runs before {@link #start}, so that whoever must stop them can be in place before.
     *
     * @param outage is told of an embedded database that ends and can't be started again
     */
    public static Services of(Settings settings, LedgerOutage outage) {
        return new Services(settings, true, outage);
    }

    /** Starts what is not given and publishes the system properties by which Quarkus finds both. */
    public void start() {
        open();
        try {
            brokerMustAnswer(settings.map(ServiceSettings.Broker.class));
        } catch (StartUpException e) {
            close();
            throw e;
        }
        properties.forEach(System::setProperty);
    }

    /**
     * Starts what is not given, without touching this process.
     *
     * @param sameLoader whether the clients share this class's loader and so can use the broker without sockets
     */
    public static Services prepare(Settings settings, boolean sameLoader) {
        Services services = new Services(settings, sameLoader, LedgerOutage.UNTOLD);
        services.open();
        return services;
    }

    private void open() {
        try {
            Path dataDir = settings.dataDir();
            lock = DataFolder.lock(dataDir);
            properties.put("quarkus.transaction-manager.object-store.directory",
                    dataDir.resolve("transactions").toString());
            openDatabase(dataDir);
            openBroker(dataDir);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void openDatabase(Path dataDir) {
        ServiceSettings.Database wanted = settings.map(ServiceSettings.Database.class);
        EmbeddedMariaDb.LedgerAccess access = external(wanted).orElseGet(() -> {
            database = EmbeddedMariaDb.start(dataDir, settings, outage);
            return database.access();
        });
        publish("quarkus.datasource.jdbc.url", access.url(), "quarkus.datasource", access.user(), access.password());
    }

    private void openBroker(Path dataDir) {
        ServiceSettings.Broker wanted = settings.map(ServiceSettings.Broker.class);
        if (wanted.url().isPresent()) {
            publish("quarkus.artemis.url", wanted.url().get(), "quarkus.artemis", wanted.username().orElse(""),
                    wanted.password().orElse(""));
            return;
        }
        broker = EmbeddedBroker.start(dataDir, settings);
        String url = sameLoader ? broker.inVmUrl() : broker.tcpUrl();
        publish("quarkus.artemis.url", url, "quarkus.artemis", broker.user(), broker.password());
    }

    /** A broker that is away later is waited for; one of yours that is not there at the start is an error of the set-up. */
    private static void brokerMustAnswer(ServiceSettings.Broker wanted) {
        if (wanted.url().isEmpty()) {
            return;
        }
        String url = wanted.url().get();
        String shown = url.replaceAll("\\?.*", "");
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url, wanted.username().orElse(null),
                wanted.password().orElse(null))) {
            factory.setInitialConnectAttempts(1);
            factory.createConnection().close();
        } catch (JMSSecurityException e) {
            throw new StartUpException("The broker " + shown + " does not let us in: correct dromedary.broker.username"
                    + " and dromedary.broker.password");
        } catch (JMSException | IllegalArgumentException e) {
            throw new StartUpException("The broker " + shown + " does not answer (" + e.getMessage()
                    + "): start it, or correct dromedary.broker.url");
        }
    }

    private static Optional<EmbeddedMariaDb.LedgerAccess> external(ServiceSettings.Database wanted) {
        return wanted.url().map(url -> {
            if (!url.startsWith("jdbc:mariadb:")) {
                throw new StartUpException("dromedary.database.url must begin with jdbc:mariadb:");
            }
            return new EmbeddedMariaDb.LedgerAccess(url, wanted.username().orElse(""), wanted.password().orElse(""),
                    () -> { });
        });
    }

    private void publish(String urlProperty, String url, String to, String user, String password) {
        properties.put(urlProperty, url);
        if (!user.isEmpty()) {
            properties.put(to + ".username", user);
            properties.put(to + ".password", password);
        }
    }

    /** The ledger for a process that is not the daemon; see {@link EmbeddedMariaDb#attach}. */
    public static EmbeddedMariaDb.LedgerAccess attach(Settings settings) {
        return external(settings.map(ServiceSettings.Database.class))
                .orElseGet(() -> EmbeddedMariaDb.attach(settings.dataDir(), settings));
    }

    /** What Quarkus must know: addresses and secrets. */
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /**
     * For a process that must end now, whatever is stuck: asks broker and database to stop and waits for each no longer
     * than half of the time. What does not stop in it survives: the journal is intact, and the database goes on
     * stopping by itself or is stopped by the next start.
     */
    public void closeWithin(Duration patience) {
        Duration half = patience.dividedBy(2);
        if (broker != null) {
            attempt("broker-last-stop", broker::close, half);
        }
        if (database != null) {
            attempt("mariadb-last-stop", database::close, half);
        }
    }

    private static void attempt(String name, Runnable step, Duration patience) {
        Thread thread = new Thread(step, name);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops broker and database, in this order, and gives the data folder free. */
    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
        if (database != null) {
            database.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
