package org.dromedary.objects.rules;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

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

    /** The rules can be read. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            RuleSettings rules = settings.map(RuleSettings.class);
            try {
                RulesInForce.load(Path.of(rules.file()), RulesInForce.keys(rules));
            } catch (RuleException e) {
                throw new IllegalArgumentException("The cleansing rules are not valid:\n" + e.getMessage(), e);
            }
        }
    }
}
