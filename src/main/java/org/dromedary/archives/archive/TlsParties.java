package org.dromedary.archives.archive;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.PropertiesComponent;
import org.dromedary.coordination.settings.SettingsReader;
import org.dromedary.dicom.tls.TlsException;
import org.dromedary.dicom.tls.TlsFiles;
import org.dromedary.dicom.tls.TlsParty;

/** Our side of secure connections with each peer for which they are enabled, made when it is first needed. */
@Singleton
@Unremovable
public class TlsParties {

    private final TlsSettings settings;
    private final ArchiveSettings.Local local;
    private final Map<String, TlsSettings.Peer> archives;
    private final Map<String, TlsParty> made = new TreeMap<>();

    public TlsParties(TlsSettings settings, ArchiveSettings.Local local, ArchiveSettings.Source source,
            ArchiveSettings.Target target) {
        this.settings = settings;
        this.local = local;
        this.archives = Map.of("source", source.tls(), "target", target.tls());
    }

    /** Before there are beans. */
    public static TlsParties of(SettingsReader settings) {
        return new TlsParties(settings.map(TlsSettings.class), settings.map(ArchiveSettings.Local.class),
                settings.map(ArchiveSettings.Source.class), settings.map(ArchiveSettings.Target.class));
    }

    /** Null if connections with that archive are plain. */
    public TlsParty ofRole(String role) {
        return of("dromedary." + role + ".tls", archives.get(role));
    }

    /** Of the source, if it must prove by a certificate who it is; else null. */
    TlsParty provenSource() {
        return settings.mutual() ? ofRole("source") : null;
    }

    /** Of our own port; null if it has none for TLS. */
    public TlsParty ofPort() {
        ArchiveSettings.PortTls port = local.tls();
        return port.port().isEmpty() ? null : make("dromedary.local.tls", port.names(), port.pins(), port.trusted());
    }

    /**
     * Null if it is not enabled.
     *
     * @param group the properties of the peer, for messages
     */
    public TlsParty of(String group, TlsSettings.Peer peer) {
        return peer.enabled() ? make(group, peer.names(), peer.pins(), peer.trusted()) : null;
    }

    /** How long before a certificate expires people are told. */
    Duration notice() {
        return Duration.ofDays(settings.warnDays());
    }

    /** Those that there are so far, by the group of their properties. */
    synchronized Map<String, TlsParty> all() {
        return Map.copyOf(made);
    }

    private synchronized TlsParty make(String group, Optional<List<String>> names, Optional<List<String>> pins,
            Optional<Path> trusted) {
        TlsParty known = made.get(group);
        if (known != null) {
            return known;
        }
        Path trust = trusted.or(settings::trusted).orElseThrow(() -> new SettingsException(group
                + " needs dromedary.tls.trusted, the certificates of those that are trusted"));
        if (settings.mutual() && settings.certificate().isEmpty()) {
            throw new SettingsException(group + " needs dromedary.tls.certificate, our own, unless"
                    + " dromedary.tls.mutual=false");
        }
        try {
            TlsParty party = new TlsParty(new TlsFiles(settings.certificate().orElse(null),
                    settings.key().orElse(null), settings.password().orElse(null), trust),
                    new TlsParty.Rules(settings.profile(), settings.mutual(), Set.copyOf(names.orElse(List.of())),
                            Set.copyOf(pins.orElse(List.of()))));
            made.put(group, party);
            return party;
        } catch (TlsException | IllegalArgumentException e) {
            throw new SettingsException(group + ": " + e.getMessage());
        }
    }

    /** Which of our ports are open, for routes. */
    @Singleton
    @Unremovable
    static final class Ports implements CamelContextCustomizer {

        private final ArchiveSettings.Local local;

        Ports(ArchiveSettings.Local local) {
            this.local = local;
        }

        @Override
        public void configure(CamelContext camel) {
            PropertiesComponent properties = camel.getPropertiesComponent();
            properties.addInitialProperty("dicom.plain", Boolean.toString(local.plain()));
            properties.addInitialProperty("dicom.tls", Boolean.toString(local.tls().port().isPresent()));
        }

        @Produces
        @Singleton
        @Unremovable
        @Named("portTls")
        TlsParty portTls(TlsParties parties) {
            return parties.ofPort();
        }
    }
}
