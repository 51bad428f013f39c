package org.dromedary.coordination.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.coordination.settings.SettingsReader;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Takes what is to be in the audit trail. Recording never throws: the work goes on, and people are told. */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = Logger.getLogger(AuditLog.class);
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    private final AuditTrail trail;
    private final String sourceId;
    private final Optional<String> site;
    private final Consumer<AuditTrouble> trouble;
    private volatile boolean failing;

    @Inject
    AuditLog(AuditSettings settings, @ConfigProperty(name = ProcessSettings.DATA_DIR,
            defaultValue = ProcessSettings.DEFAULT_DATA_DIR) Path dataDir, Event<AuditTrouble> told) {
        this(settings, dataDir, told::fire);
    }

    private AuditLog(AuditSettings settings, Path dataDir, Consumer<AuditTrouble> trouble) {
        this.trail = new AuditTrail(dataDir.toAbsolutePath().normalize(),
                settings.fileMegabytes() * BYTES_PER_MEGABYTE, Clock.systemUTC());
        this.sourceId = settings.sourceId();
        this.site = settings.site();
        this.trouble = trouble;
    }

    /** That of a data folder, for a command beside the running program or without one. */
    public static AuditLog in(Path dataDir, SettingsReader settings) {
        return new AuditLog(settings.map(AuditSettings.class), dataDir, what -> { });
    }

    public void record(AuditMessage message) {
        try {
            trail.append(AuditXml.of(message, sourceId, site));
            if (failing) {
                failing = false;
                trouble.accept(new AuditTrouble(AuditTrouble.TRAIL, null));
            }
        } catch (IOException | RuntimeException e) {
            boolean before = failing;
            failing = true;
            if (!before) {
                LOG.errorf("The audit trail can't be written (%s): what happens from now on is not in it", e);
                trouble.accept(new AuditTrouble(AuditTrouble.TRAIL, e.toString()));
            }
        }
    }

    /** An earlier process may have told of trouble that is over. */
    void tellIfWell() {
        if (!failing) {
            trouble.accept(new AuditTrouble(AuditTrouble.TRAIL, null));
        }
    }

    /** Where the trail ends now. */
    Optional<AuditHead> head() throws IOException {
        return trail.head();
    }
}
