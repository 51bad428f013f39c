package org.dromedary.coordination.audit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.dromedary.coordination.audit.AuditMessage.Action;
import org.dromedary.coordination.audit.AuditMessage.Type;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.coordination.worker.WorkerId;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks after the audit while the program runs: records its start and stop, seals what persons did in the ledger and
 * brings it into the trail, keeps the trail's end in the ledger, and sends the trail to a syslog server.
 */
@ApplicationScoped
class AuditWatch {

    private static final Logger LOG = Logger.getLogger(AuditWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration ANCHOR_EVERY = Duration.ofHours(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    /** Before the database goes, and after what still acts. */
    private static final int LATE = 4000;

    private final AuditLog log;
    private final ActSeals seals;
    private final Path dataDir;
    private final Workers workers;
    private final Optional<SyslogSender> syslog;
    private final Event<AuditTrouble> trouble;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "audit");
        thread.setDaemon(true);
        return thread;
    });
    private long anchoredNanos = System.nanoTime();
    private long silentUntilNanos = System.nanoTime();
    private Duration pause = EVERY;
    private boolean syslogAway;
    /** An earlier process may have left such an incident open. */
    private boolean syslogMayBeAway = true;

    AuditWatch(AuditLog log, DataSource dataSource, Workers workers, AuditSettings settings,
            @ConfigProperty(name = ProcessSettings.DATA_DIR,
            defaultValue = ProcessSettings.DEFAULT_DATA_DIR) Path dataDir, Event<AuditTrouble> trouble) {
        this.log = log;
        this.seals = new ActSeals(Sql.over(dataSource));
        this.workers = workers;
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.trouble = trouble;
        this.syslog = settings.syslog().map(server -> new SyslogSender(this.dataDir, server,
                SyslogTls.context(settings.syslogCa(), settings.syslogKeyStore(), settings.syslogKeyPassword())));
    }

    void onStart(@Observes StartupEvent event) {
        log.record(AuditMessage.of(AuditMessage.Event.APPLICATION_ACTIVITY, Type.START, Action.EXECUTE)
                .by(Participant.program()).by(launcher()));
        log.tellIfWell();
        tellOfSettings();
        clock.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (syslog.isPresent()) {
            clock.scheduleWithFixedDelay(this::send, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void onShutdown(@Observes @Priority(LATE) ShutdownEvent event) {
        clock.shutdown();
        look();
        log.record(AuditMessage.of(AuditMessage.Event.APPLICATION_ACTIVITY, Type.STOP, Action.EXECUTE)
                .by(Participant.program()).by(launcher()));
        anchor();
        syslog.ifPresent(sender -> {
            send();
            sender.close();
        });
    }

    private void tellOfSettings() {
        Config config = ConfigProvider.getConfig();
        Map<String, String> values = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("dromedary.")) {
                values.put(name, config.getOptionalValue(name, String.class).orElse(""));
            }
        }
        try {
            for (String file : List.of("rules", "validation", "matching")) {
                Path path = Path.of(config.getOptionalValue("dromedary." + file + ".file", String.class)
                        .orElse("config/" + file + ".yaml"));
                values.put("file " + path.getFileName(), Files.isRegularFile(path) ? Files.readString(path) : "");
            }
            List<String> changed = SettingsRecord.changed(dataDir, values);
            if (!changed.isEmpty()) {
                log.record(Messages.changed(Type.SOFTWARE_CONFIGURATION, launcher().id(),
                        Subject.part("settings").detail("changed", String.join(" ", changed))));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Which settings have changed since the last start is not known: %s", e);
        }
    }

    private static Participant launcher() {
        return new Participant(ProcessHandle.current().info().user().orElse("unknown"), true,
                Participant.Role.LAUNCHER, null);
    }

    /** What is due in the ledger; while that is away it waits there. */
    private void look() {
        try {
            while (workers.isLeader() && seals.isDue()) {
                ActSeals.End end = QuarkusTransaction.requiringNew()
                        .call(() -> seals.seal((act, message) -> log.record(message)));
                ActHead.write(dataDir, end);
            }
            if (System.nanoTime() - anchoredNanos >= ANCHOR_EVERY.toNanos()) {
                anchor();
            }
        } catch (LedgerException away) {
            LOG.debugf("What persons did is not sealed now: %s", away.getMessage());
        } catch (RuntimeException | IOException e) {
            LOG.warnf("What persons did could not be sealed: %s", e);
        }
    }

    private void anchor() {
        anchoredNanos = System.nanoTime();
        try {
            Optional<AuditHead> head = log.head();
            if (head.isPresent()) {
                QuarkusTransaction.requiringNew().run(() -> seals.anchor(WorkerId.in(dataDir), head.get()));
            }
        } catch (RuntimeException | IOException e) {
            LOG.debugf("The trail's end is not in the ledger now: %s", e.getMessage());
        }
    }

    private synchronized void send() {
        if (System.nanoTime() < silentUntilNanos) {
            return;
        }
        try {
            syslog.orElseThrow().send();
            pause = EVERY;
            if (syslogAway || syslogMayBeAway) {
                syslogAway = false;
                syslogMayBeAway = false;
                trouble.fire(new AuditTrouble(AuditTrouble.SYSLOG, null));
            }
        } catch (IOException | RuntimeException e) {
            if (!syslogAway) {
                LOG.warnf("The syslog server does not take the audit (%s): what it misses is sent later", e);
                trouble.fire(new AuditTrouble(AuditTrouble.SYSLOG, e.toString()));
            }
            syslogAway = true;
            silentUntilNanos = System.nanoTime() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
        }
    }
}
