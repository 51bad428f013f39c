package org.dromedary.objects.rules;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.coordination.incident.Incidents;
import org.jboss.logging.Logger;

/** The rule file as it is now: a change is taken for the next series if it is valid; until then the old rules stay. */
@ApplicationScoped
public class RulesInForce {

    private static final Logger LOG = Logger.getLogger(RulesInForce.class);
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final String KIND = "RULES_INVALID";
    private static final String SUBJECT = "stage:transcode";

    private final Path file;
    private final Map<String, String> keys;
    private final Incidents incidents;
    private final AuditLog audit;
    private Map<Path, String> seen;
    /** Null until there was a valid file, or none at the very first. */
    private RuleSet rules;
    private boolean invalid;

    RulesInForce(RuleSettings settings, Incidents incidents, AuditLog audit) {
        this.audit = audit;
        this.file = Path.of(settings.file());
        this.keys = keys(settings);
        this.incidents = incidents;
    }

    /** The secrets of {@code hash}, by their names. */
    public Map<String, String> keys() {
        return keys;
    }

    /** The secrets that these settings give. */
    public static Map<String, String> keys(RuleSettings settings) {
        Map<String, String> keys = new HashMap<>();
        settings.hashKeys().forEach((name, key) -> keys.put(name, key.secret()));
        return Map.copyOf(keys);
    }

    /**
     * The rules for a series that is judged now.
     *
     * @throws RuleException if the file is not valid and there were no rules before
     */
    public synchronized RuleSet now() {
        Map<Path, String> present = states();
        if (rules == null || !present.equals(seen) && isSettled()) {
            try {
                take(read());
            } catch (RuleException e) {
                if (rules == null) {
                    throw e;
                }
                refuse(e);
            }
            seen = states();
        }
        return rules;
    }

    private RuleSet read() {
        if (rules != null && !rules.isEmpty() && !Files.exists(file)) {
            throw new RuleException(List.of(file + ": is gone; a file with 'rules: []' has no rules"));
        }
        return load(file, keys);
    }

    /** Whether nobody is writing to it any more: half a file can be valid. */
    private boolean isSettled() {
        try {
            return Files.getLastModifiedTime(file).toInstant().plus(SETTLED).isBefore(Instant.now());
        } catch (IOException e) {
            return true;
        }
    }

    private void take(RuleSet read) {
        if (rules == null || !read.version().equals(rules.version())) {
            LOG.infof("The cleansing rules are version %s, %d rules", read.version(), read.names().size());
            if (rules != null) {
                audit.record(Messages.rulesChanged(read.version()));
            }
        }
        rules = read;
        if (invalid) {
            incidents.close(KIND, SUBJECT, "dromedary", "the rule file is valid again");
            invalid = false;
        }
    }

    /**
     * The rules of a file; none if there is no such file.
     *
     * @throws RuleException with everything that is wrong, missing keys included
     */
    public static RuleSet load(Path file, Map<String, String> keys) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return RuleSet.NONE;
        } catch (IOException e) {
            throw new RuleException(List.of(file + ": can't be read; it must be UTF-8"));
        }
        RuleSet rules = RuleSet.parse(text, file.getFileName().toString(), file.toAbsolutePath().getParent());
        rules.checkKeys(keys);
        return rules;
    }

    /** The file and its tables, each with time and size. */
    private Map<Path, String> states() {
        Map<Path, String> states = new HashMap<>();
        states.put(file, state(file));
        Path folder = file.toAbsolutePath().getParent();
        Set<String> tables = rules == null ? Set.of() : rules.tables();
        tables.forEach(table -> states.put(folder.resolve(table), state(folder.resolve(table))));
        return states;
    }

    private static String state(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis() + " " + Files.size(path);
        } catch (IOException e) {
            return "";
        }
    }

    private void refuse(RuleException e) {
        LOG.warnf("%s is not valid, version %s stays in force: %s", file, rules.version(), e.errors().get(0));
        incidents.open(KIND, SUBJECT, "The rule file was changed and is not valid; the rules before stay in force.",
                e.errors().get(0), "'rules check' says all that is wrong. A valid file is taken at once.");
        invalid = true;
    }
}
