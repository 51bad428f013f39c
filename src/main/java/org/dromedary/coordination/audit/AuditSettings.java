package org.dromedary.coordination.audit;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** The audit trail, which is always written. */
@Unremovable
@ConfigMapping(prefix = "dromedary.audit")
public interface AuditSettings {

    /** Which transfers are recorded. */
    enum Transfers {
        /** Each when it begins and when it has ended. */
        BOTH,
        /** Each when it has ended. */
        ENDED,
        /** None. */
        NONE
    }

    /** Who reports, in each message. */
    @WithDefault("dromedary")
    String sourceId();

    /** Which hospital reports, in each message, where several report to one place. */
    Optional<String> site();

    /** A file of the trail that has so many megabytes is followed by a new one, as it is each day. */
    @WithDefault("50")
    int fileMegabytes();

    /** Whether transfers of series are recorded: BOTH their beginning and end, ENDED or NONE. */
    @WithDefault("BOTH")
    Transfers transfers();

    /** Whether queries at the archives are recorded. */
    @WithDefault("true")
    boolean queries();

    /** Server of RFC 5424 that gets each message too: `tls://host:6514` (RFC 5425) or `tcp://host:601`. */
    Optional<URI> syslog();

    /** PEM file with the certificates that a syslog server by TLS is trusted by; unset: those that Java trusts. */
    Optional<Path> syslogCa();

    /** PKCS#12 file with the key and certificate that we show to a syslog server by TLS, if it wants one. */
    Optional<Path> syslogKeyStore();

    /** Password of that file. */
    Optional<String> syslogKeyPassword();

    /** What the types can't say. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            AuditSettings audit = settings.map(AuditSettings.class);
            if (audit.fileMegabytes() < 1) {
                throw new IllegalArgumentException("dromedary.audit.file-megabytes is " + audit.fileMegabytes()
                        + ": it must be 1 or more");
            }
            audit.syslog().ifPresent(uri -> {
                if (!("tls".equals(uri.getScheme()) || "tcp".equals(uri.getScheme())) || uri.getHost() == null
                        || uri.getPort() < 1) {
                    throw new IllegalArgumentException("dromedary.audit.syslog is '" + uri
                            + "': write tls://host:6514 or tcp://host:601");
                }
            });
            SyslogTls.context(audit.syslogCa(), audit.syslogKeyStore(), audit.syslogKeyPassword());
        }
    }
}
