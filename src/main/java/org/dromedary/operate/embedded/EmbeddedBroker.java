package org.dromedary.operate.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.dromedary.coordination.settings.RedeliverySettings;
import org.dromedary.ledger.Stage;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.pipeline.stage.Queues;

/** An Artemis broker in this process, its journal kept in {@code broker} of the data folder, loopback only. */
public final class EmbeddedBroker implements AutoCloseable {

    /** Queues whose messages name their study as a group. */
    static final List<String> GROUPED = Arrays.stream(Stage.values()).filter(stage -> !stage.takes().isEmpty())
            .map(Stage::queue).toList();
    /** Queues whose messages are pointers to rows. */
    static final List<String> POINTERS = List.of("dromedary.hl7", "dromedary.hl7-out");

    /** Each is there from the first start, whether or not its stage has come up. */
    private static final List<String> QUEUES = Stream.of(Arrays.stream(Stage.values()).map(Stage::queue),
            POINTERS.stream(), Stream.of("dromedary.incident", Queues.DEAD_LETTER)).flatMap(queues -> queues).toList();

    private static final System.Logger LOG = System.getLogger(EmbeddedBroker.class.getName());
    private static final String USER = "dromedary";
    private static final int SERVER_ID = 0;
    private static final long MEMORY_PER_QUEUE = 32L << 20;
    private static final int PAGE_SIZE = 1 << 20;
    private static final int GROUP_BUCKETS = 1024;
    /** Some thirty messages. */
    private static final int AHEAD_BYTES = 32 << 10;
    /** In the broker's folder, for commands beside the daemon. */
    private static final String ADDRESS = "address.properties";
    private static final Duration ATTACH_PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedActiveMQ server;
    private final int port;
    private final String password;
    private final Path folder;
    private final FutureMessages futureMessages;

    private EmbeddedBroker(EmbeddedActiveMQ server, int port, String password, Path folder) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        this.password = password;
        this.futureMessages = new FutureMessages(server.getActiveMQServer(), QUEUES);
    }

    /** Starts the broker; the caller holds the data folder's lock. */
    static EmbeddedBroker start(Path dataDir, Settings settings) {
        Path folder = DataFolder.create(dataDir.resolve("broker"));
        try {
            String password = DataFolder.secret(folder, "broker");
            int wanted = settings.map(ServiceSettings.Broker.class).port();
            int port = wanted == 0 ? freePort() : wanted;
            EmbeddedActiveMQ server = new EmbeddedActiveMQ()
                    .setConfiguration(configuration(folder, port, settings))
                    .setSecurityManager(security(password));
            server.start();
            EmbeddedBroker broker = new EmbeddedBroker(server, port, password, folder);
            Properties address = new Properties();
            address.setProperty("port", Integer.toString(port));
            DataFolder.store(folder.resolve(ADDRESS), address);
            if (!server.getActiveMQServer().isStarted() || !server.getActiveMQServer().isActive()) {
                broker.close();
                throw new StartUpException("The embedded broker can not open its journal in " + folder
                        + ". If its files are damaged, move that folder aside and run 'ledger rebuild-queues': the"
                        + " ledger knows every message.");
            }
            return broker;
        } catch (StartUpException e) {
            throw e;
        } catch (Exception e) {
            throw new StartUpException("The embedded broker can not start: " + e.getMessage(), e);
        }
    }

    /**
     * The broker that runs and how to reach it, in the terms of {@link Services#properties()}: the external one, or the
     * one embedded in the process that has the data folder; null if nobody has it.
     */
    static Map<String, String> running(Settings settings) {
        ServiceSettings.Broker wanted = settings.map(ServiceSettings.Broker.class);
        if (wanted.url().isPresent()) {
            return access(wanted.url().get(), wanted.username().orElse(null), wanted.password().orElse(null));
        }
        Path dataDir = settings.dataDir();
        Path folder = dataDir.resolve("broker");
        String[] port = new String[1];
        boolean decided = Waiting.until(ATTACH_PATIENCE, () -> {
            try (DataFolder.Lock free = DataFolder.tryLock(dataDir)) {
                port[0] = free == null ? DataFolder.load(folder.resolve(ADDRESS)).getProperty("port") : null;
                return free != null || port[0] != null;
            } catch (IOException e) {
                throw new StartUpException("The address of the running broker can not be read: " + e.getMessage(), e);
            }
        });
        if (!decided) {
            throw new StartUpException("The data folder " + dataDir + " is in use, but its broker does not run yet");
        }
        try {
            return port[0] == null ? null
                    : access("tcp://127.0.0.1:" + port[0], USER, DataFolder.secret(folder, "broker"));
        } catch (IOException e) {
            throw new StartUpException("The secret of the running broker can not be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> access(String url, String user, String password) {
        Map<String, String> access = new HashMap<>();
        access.put("quarkus.artemis.url", url);
        access.put("quarkus.artemis.username", user);
        access.put("quarkus.artemis.password", password);
        return access;
    }

    /** For clients in this process that were loaded by the same class loader: no sockets between. */
    public String inVmUrl() {
        return "vm://" + SERVER_ID;
    }

    /** For clients on this machine. */
    public String tcpUrl() {
        return "tcp://127.0.0.1:" + port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    private static Configuration configuration(Path folder, int port, Settings settings) throws Exception {
        int bufferTimeout = JournalPace.bufferTimeoutNanos(folder);
        Configuration configuration = new ConfigurationImpl()
                .setName("dromedary")
                .setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalBufferTimeout_NIO(bufferTimeout)
                .setJournalMaxIO_NIO(1)
                .setJournalMinFiles(2)
                // Else a message whose work kills the process would come back for ever with a count of one.
                .setPersistDeliveryCountBeforeDelivery(true)
                // The spool watches the disk; a broker that silently blocks its senders would only hide the cause.
                .setMaxDiskUsage(-1)
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(true)
                .addAcceptorConfiguration("in-vm", "vm://" + SERVER_ID)
                .addAcceptorConfiguration("loopback", "tcp://127.0.0.1:" + port + "?protocols=CORE");
        configuration.putSecurityRoles("#", Set.of(new Role(USER,
                true, true, true, true, true, true, true, true, true, true, true, true)));
        configuration.addAddressSetting("#", addressSettings());
        configuration.addAddressSetting("dromedary.#", stageSettings(settings.map(RedeliverySettings.class)));
        // With no message ahead, the next series of a study that a consumer is busy with would stand at the head of the
        // queue and keep all other studies from the other consumers.
        GROUPED.forEach(name -> configuration.addAddressSetting(name,
                stageSettings(settings.map(RedeliverySettings.class)).setDefaultConsumerWindowSize(AHEAD_BYTES)));
        // Pointers to rows of the ledger that are found by the clock, too: nothing a person should see as dead.
        POINTERS.forEach(name -> configuration.addAddressSetting(name,
                stageSettings(settings.map(RedeliverySettings.class)).setMaxDeliveryAttempts(-1)));
        configuration.addAddressSetting(Queues.DEAD_LETTER, addressSettings().setMaxDeliveryAttempts(-1));
        QUEUES.forEach(name -> configuration.addAddressConfiguration(address(name)));
        return configuration;
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                // Nothing may expire; the address is only there because the broker asks for one.
                .setNoExpiry(true)
                .setExpiryAddress(SimpleString.of(Queues.DEAD_LETTER))
                .setDeadLetterAddress(SimpleString.of(Queues.DEAD_LETTER))
                .setMaxSizeBytes(MEMORY_PER_QUEUE)
                .setPageSizeBytes(PAGE_SIZE)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                // A worker takes what it works on and leaves the rest to the others.
                .setDefaultConsumerWindowSize(0)
                // One entry per bucket instead of one per study ever seen.
                .setDefaultGroupBuckets(GROUP_BUCKETS);
    }

    private static AddressSettings stageSettings(RedeliverySettings redelivery) {
        return addressSettings()
                // The stages give up at this number themselves, with a row in the ledger; this is the last resort.
                .setMaxDeliveryAttempts(redelivery.maxAttempts())
                .setRedeliveryDelay(redelivery.delay().toMillis())
                .setRedeliveryMultiplier(redelivery.multiplier())
                .setMaxRedeliveryDelay(redelivery.maxDelay().toMillis());
    }

    private static CoreAddressConfiguration address(String name) {
        return new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(QueueConfiguration.of(name)
                        .setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true));
    }

    private static ActiveMQJAASSecurityManager security(String password) {
        SecurityConfiguration users = new SecurityConfiguration(Map.of(USER, password), Map.of(USER, List.of(USER)));
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Closes the journal; every client must be gone before, what they had not committed comes again. */
    @Override
    public void close() {
        futureMessages.close();
        try {
            Files.deleteIfExists(folder.resolve(ADDRESS));
            server.stop();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "The embedded broker did not stop in order; its journal is intact", e);
        }
    }
}
