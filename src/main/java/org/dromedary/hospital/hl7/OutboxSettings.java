package org.dromedary.hospital.hl7;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.archives.archive.TlsSettings;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** The receiver of HL7 messages in the new system, and how it is talked to. */
@Unremovable
@ConfigMapping(prefix = "dromedary.hl7.out")
public interface OutboxSettings {

    /** Name or address of the receiver; without one, messages wait in the ledger. */
    Optional<String> host();

    /** Its TCP port (MLLP). */
    Optional<Integer> port();

    /** Whether messages are sent over TLS, and who the receiver must be. */
    TlsSettings.Peer tls();

    /** How long a connection may take. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long the whole acknowledgement of a message may take. */
    @WithDefault("30s")
    Duration ackTimeout();

    /** How often a message is tried that is answered with an error (AE, CE), before it is FAILED. */
    @WithDefault("5")
    int attempts();

    /** First pause before a message is sent again; each next one is twice as long. */
    @WithDefault("5s")
    Duration pause();

    /** No pause is longer. */
    @WithDefault("5m")
    Duration longestPause();

    /** Most messages that a process sends in a minute; the throttle of the route. */
    @WithDefault("600")
    int messagesPerMinute();

    /** There is a whole address or none. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            OutboxSettings out = settings.map(OutboxSettings.class);
            TlsParties.of(settings).of(OutboxSender.TLS, out.tls());
            if (out.host().isPresent() != out.port().isPresent()) {
                throw new IllegalArgumentException("dromedary.hl7.out.host and dromedary.hl7.out.port need each other");
            }
            if (out.messagesPerMinute() < 1) {
                throw new IllegalArgumentException("dromedary.hl7.out.messages-per-minute must be at least 1");
            }
            if (out.port().filter(port -> port < 1 || port > 65_535).isPresent()) {
                throw new IllegalArgumentException("dromedary.hl7.out.port is no TCP port");
            }
        }
    }
}
