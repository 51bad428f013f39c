package org.dromedary.hospital.hl7;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.archives.archive.TlsSettings;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** How HL7 v2 messages come in; without a port and a folder none do. */
@Unremovable
@ConfigMapping(prefix = "dromedary.hl7")
public interface Hl7Settings {

    /** TCP port on which messages are taken by MLLP; unset: none. */
    Optional<Integer> mllpPort();

    /** Address that the port is bound to. */
    @WithDefault("127.0.0.1")
    String bind();

    /** Most MLLP connections at once; one more takes the place of one idle for 5 s, or is reset. */
    @WithDefault("64")
    int maxConnections();

    /**
     * From where messages are taken by MLLP: host names or addresses, separated by commas; unset: from everywhere.
     */
    Optional<List<String>> hosts();

    /**
     * Whose messages are taken, by MLLP or from files: `MSH-3|MSH-4` each, separated by commas, where `*` stands for
     * any; unset: everybody's. Others are refused (AR) and recorded without their content.
     */
    Optional<List<String>> senders();

    /** Whether messages are taken by MLLP over TLS alone, and who the sender must be. */
    TlsSettings.Peer tls();

    /**
     * Bytes of messages over 128 KiB that are in memory at once, over all connections, one at least; the senders of
     * others wait.
     */
    @WithDefault("33554432")
    long maxBytes();

    /** Longest time from the first byte of a message to its last; the connection is reset then. */
    @WithDefault("2m")
    Duration messageTimeout();

    /** Longest silence within a message; the connection is reset then, and the sender sends the message again. */
    @WithDefault("30s")
    Duration readTimeout();

    /** Folder whose files, of one message or many, are taken in; unset: none. */
    Optional<String> folder();

    /** A file is taken when it has not been written to for so long. */
    @WithDefault("2s")
    Duration fileAge();

    /** Longest message, in bytes. */
    @WithDefault("10485760")
    int maxSize();

    /** Take a block of MLLP that ends with FS and no CR, where another begins or nothing comes for half a second. */
    @WithDefault("false")
    boolean lenientFraming();

    /** Longest time that taking in one message may last; it is FAILED then, and the next ones go on. */
    @WithDefault("1m")
    Duration takeTimeout();

    /** Character set of messages that are neither what MSH-18 says nor UTF-8. */
    @WithDefault("ISO-8859-1")
    String fallbackCharset();

    /**
     * Read bytes beyond ASCII that are UTF-8 as that, though MSH-18 declares another set; else they are read as
     * declared, with a note.
     */
    @WithDefault("false")
    boolean trustUtf8();

    /** Answer CA and CE to messages that ask for an accept acknowledgement (MSH-15); else always AA and AE. */
    @WithDefault("true")
    boolean enhancedAcks();

    /** Days after which the body of a message that is DONE or IGNORED is deleted; its row stays. */
    @WithDefault("90")
    int keepDays();

    /** A message that waits so long is an incident. */
    @WithDefault("15m")
    Duration stuckAfter();

    /** The listed senders are understood. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            TlsParties.of(settings).of("dromedary.hl7.tls", settings.map(Hl7Settings.class).tls());
            Senders.patterns(settings.map(Hl7Settings.class).senders().orElse(List.of()));
        }
    }
}
