package org.dromedary.objects.rules;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** The cleansing rules. */
@Unremovable
@ConfigMapping(prefix = "dromedary.rules")
public interface RuleSettings {

    /** The rule file; without it there are no rules. */
    @WithDefault("config/rules.yaml")
    String file();

    /** Keys of the action hash, by the name that rules give them. */
    Map<String, HashKey> hashKeys();

    /** One key. */
    interface HashKey {

        /** Secret of 16 characters or more: who has it can recompute hashes, and who loses it never again. */
        String secret();
    }
}
