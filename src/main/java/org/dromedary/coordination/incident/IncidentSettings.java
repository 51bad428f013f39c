package org.dromedary.coordination.incident;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** When something is an incident, and who is told. */
@Unremovable
@ConfigMapping(prefix = "dromedary.incident")
public interface IncidentSettings {

    /** An archive that does not answer for so long is an incident; before, it is a hiccup. */
    @WithDefault("1m")
    Duration unavailableAfter();

    /** An archive that answers a stage with busy, and nothing else, for so long is an incident. */
    @WithDefault("15m")
    Duration busyAfter();

    /** So many series that fail one after the other at one stage for the same reason make the stage pause. */
    @WithDefault("10")
    int seriesInARow();

    /**
     * As long as no object has come from the source since the start, failed retrieves consume no attempt: its set-up,
     * or ours, is more likely to blame than each series.
     */
    @WithDefault("true")
    boolean doubtSetUp();

    /** Most notices that a process delivers in a minute, by all channels; the throttle of the route. */
    @WithDefault("60")
    int noticesPerMinute();

    /**
     * What ended by itself and comes back within this time is the same incident, and nobody is told more often that it
     * is open.
     */
    @WithDefault("15m")
    Duration againWithin();

    /** `http` or `https` address to which each opening and closing is posted as JSON. */
    Optional<String> webhook();

    /** Mail addresses that are told, separated by commas. */
    Optional<List<String>> mailTo();

    /** Mail server (SMTP) that takes these mails; needed with mail-to. */
    Optional<String> mailServer();

    /** Its TCP port. */
    @WithDefault("25")
    int mailPort();

    /** How it is talked to: NONE, STARTTLS (port 587 mostly) or TLS from the first byte (port 465). */
    @WithDefault("NONE")
    Tls mailTls();

    /** Sender of the mails; needed with mail-to. */
    Optional<String> mailFrom();

    /** User at the mail server, if it wants one. */
    Optional<String> mailUsername();

    /** Password at the mail server. */
    Optional<String> mailPassword();

    /** Protection of the way to the mail server. */
    enum Tls { NONE, STARTTLS, TLS }

    /** Each channel has what it needs. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            Channel.of(settings.map(IncidentSettings.class));
        }
    }
}
