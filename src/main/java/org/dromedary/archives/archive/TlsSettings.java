package org.dromedary.archives.archive;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;
import org.dromedary.dicom.tls.TlsProfile;

/** Our own side of secure connections, DICOM and HL7; with whom they are is set there. */
@Unremovable
@ConfigMapping(prefix = "dromedary.tls")
public interface TlsSettings {

    /** File of our certificate with its chain, and of our key unless that is apart: PEM or PKCS#12. */
    Optional<Path> certificate();

    /** File of our private key in PEM, if it is not with the certificate. */
    Optional<Path> key();

    /** Password of the key, or of the PKCS#12 file; unset: none. */
    Optional<String> password();

    /** File of the certificates of the CAs (or of the peers) that are trusted: PEM or PKCS#12. */
    Optional<Path> trusted();

    /**
     * What is negotiated: NON_DOWNGRADING (TLS 1.2 and 1.3, authenticated encryption), BCP195 (also older cipher suites
     * with forward secrecy) or TLS13.
     */
    @WithDefault("NON_DOWNGRADING")
    TlsProfile profile();

    /** Whoever connects to us must present a certificate. */
    @WithDefault("true")
    boolean mutual();

    /** So many days before a certificate of ours, or a trusted one, expires there is an incident. */
    @WithDefault("30")
    int warnDays();

    /** Connections with one peer. */
    interface Peer {

        /** Connections are secure, and none is made or taken otherwise. */
        @WithDefault("false")
        boolean enabled();

        /** Names or addresses of which its certificate must have one; unset: that by which we call it. */
        Optional<List<String>> names();

        /** SHA-256 of its certificate in hex, or of several; unset: any that is trusted. */
        Optional<List<String>> pins();

        /** File of what is trusted here, in place of `dromedary.tls.trusted`. */
        Optional<Path> trusted();
    }

    /** The files can be read where they are needed. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            TlsParties parties = TlsParties.of(settings);
            parties.ofRole("source");
            parties.ofRole("target");
            parties.ofPort();
            ArchiveSettings.Local local = settings.map(ArchiveSettings.Local.class);
            if (!local.plain() && local.tls().port().isEmpty()) {
                throw new SettingsException("dromedary.local.plain=false closes our port: set"
                        + " dromedary.local.tls.port");
            }
        }
    }
}
