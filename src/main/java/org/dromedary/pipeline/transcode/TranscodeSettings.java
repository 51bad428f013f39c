package org.dromedary.pipeline.transcode;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** How series pass the transcode stage, and in which transfer syntax their objects are sent. */
@Unremovable
@ConfigMapping(prefix = "dromedary.transcode")
public interface TranscodeSettings {

    /** Series in this stage at the same time. */
    @WithDefault("1")
    int consumers();

    /**
     * What is preferred where the target leaves the choice: `keep` (as it is), `decompress`, or `prefer=` and transfer
     * syntaxes by keyword or UID, the best first.
     */
    @WithDefault("keep")
    String policy();

    /** Whether `prefer=` may name a syntax that loses information: never, or accepted. */
    @WithDefault("never")
    Lossy lossy();

    /** Policies for some objects, before the general one; of several that fit, the first by name. */
    Map<String, NamedPolicy> policies();

    /** Decode what was encoded again, and compare it with what it came from, before it is sent. */
    @WithDefault("true")
    boolean verify();

    /** Examine objects before they are sent, as `config/validation.yaml` grades what is found. */
    @WithDefault("true")
    boolean validate();

    /** How long an answer of the target holds, as to which SOP class it takes in which transfer syntax. */
    @WithDefault("1d")
    Duration capabilityAge();

    /** A policy for the objects that fit all of its conditions. */
    interface NamedPolicy {

        /** What is preferred for these objects, as `dromedary.transcode.policy`. */
        String policy();

        /** Whether `prefer=` may name a syntax that loses information: never, or accepted. */
        @WithDefault("never")
        Lossy lossy();

        /** Modalities (0008,0060) of their series. */
        Optional<List<String>> modality();

        /** Their SOP classes, by keyword or UID. */
        Optional<List<String>> sopClasses();

        /** They are larger than this (`10 MB`). */
        Optional<String> largerThan();
    }

    /** Whether information may be lost. */
    enum Lossy { NEVER, ACCEPTED }

    /** The policies are understood. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            new Policies(settings.map(TranscodeSettings.class));
        }
    }
}
