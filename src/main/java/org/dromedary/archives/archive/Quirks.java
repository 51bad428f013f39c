package org.dromedary.archives.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.archives.archive.QuirkLedger.Seen;
import org.dromedary.ledger.LedgerException;
import org.jboss.logging.Logger;

/**
 * What is known of one archive's peculiarities: stated by a property, or learnt and kept in the ledger for all workers
 * and the next start. A quirk stated by property, or switched off by one, is not learnt. Thread-safe.
 */
public final class Quirks {

    private static final Logger LOG = Logger.getLogger(Quirks.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(30).toNanos();

    private final String role;
    private final QuirkSettings settings;
    private final QuirkLedger ledger;
    private Map<Quirk, Set<String>> known = new EnumMap<>(Quirk.class);
    private boolean looked;
    private long lookedAt;

    /** @param ledger null to keep what is learnt in memory only */
    public Quirks(String role, QuirkSettings settings, QuirkLedger ledger) {
        this.role = role;
        this.settings = settings;
        this.ledger = ledger;
    }

    /** Whether the archive has the quirk, with any value. */
    public boolean has(Quirk quirk) {
        return !values(quirk).isEmpty();
    }

    public boolean has(Quirk quirk, String value) {
        return values(quirk).contains(value);
    }

    /** The values of a quirk; of a flag one empty text; empty if the archive is not known to have it. */
    public synchronized Set<String> values(Quirk quirk) {
        if (settings.isOff(quirk)) {
            return Set.of();
        }
        Set<String> stated = settings.values(quirk);
        Set<String> learnt = known().getOrDefault(quirk, Set.of());
        if (stated.isEmpty() || quirk.kind() != Quirk.Kind.SET) {
            return stated.isEmpty() ? Set.copyOf(learnt) : stated;
        }
        Set<String> all = new TreeSet<>(stated);
        all.addAll(learnt);
        return all;
    }

    /** Whether a property says what is to be believed of the quirk, whatever the archive does. */
    boolean isSettled(Quirk quirk) {
        return settings.isOff(quirk) || !settings.values(quirk).isEmpty();
    }

    /** The values that a property states. */
    Set<String> stated(Quirk quirk) {
        return settings.isOff(quirk) ? Set.of() : settings.values(quirk);
    }

    /** The value of a quirk that is a number. */
    public OptionalInt number(Quirk quirk) {
        return values(quirk).stream().mapToInt(Integer::parseInt).min();
    }

    /** Notes a flag, see {@link #learn(Quirk, String, String)}. */
    public boolean learn(Quirk quirk, String evidence) {
        return learn(quirk, "", evidence);
    }

    /**
     * Notes what the archive was seen to do; of a number the last one counts.
     *
     * @param evidence what the archive answered, without patient data
     * @return whether it is new; false if it was known, or is switched off or stated by property
     */
    public boolean learn(Quirk quirk, String value, String evidence) {
        synchronized (this) {
            boolean stated = quirk.kind() != Quirk.Kind.SET && !settings.values(quirk).isEmpty();
            if (settings.isOff(quirk) || stated || values(quirk).contains(value)) {
                return false;
            }
            Set<String> values = new LinkedHashSet<>(
                    quirk.kind() == Quirk.Kind.SET ? known().getOrDefault(quirk, Set.of()) : Set.of());
            values.add(value);
            known.put(quirk, values);
            write(quirk, value, evidence);
        }
        LOG.warnf("The %s archive %s%s (%s). It is remembered as the quirk %s and can be set or switched off by"
                + " dromedary.%s.quirks", role, quirk.meaning(), value.isEmpty() ? "" : ": " + value, evidence,
                quirk.word(), role);
        return true;
    }

    /** Takes back what was learnt, because the archive was seen to do otherwise. */
    public synchronized void forget(Quirk quirk) {
        if (known().remove(quirk) != null && ledger != null) {
            try {
                ledger.forget(quirk);
            } catch (LedgerException away) {
                LOG.warnf("The quirk %s is forgotten until the next start only: %s", quirk.word(), away.getMessage());
            }
        }
    }

    /** All that is known, for people: as stated by property, and as learnt with its evidence. */
    public synchronized List<Seen> all() {
        List<Seen> all = new ArrayList<>(settings.stated());
        if (ledger != null) {
            ledger.read().stream().filter(seen -> !settings.isOff(seen.quirk())).forEach(all::add);
        }
        return all;
    }

    private void write(Quirk quirk, String value, String evidence) {
        if (ledger == null) {
            return;
        }
        try {
            if (quirk.kind() == Quirk.Kind.NUMBER) {
                ledger.forget(quirk);
            }
            ledger.put(quirk, value, evidence);
        } catch (LedgerException away) {
            LOG.warnf("The quirk %s is remembered until the next start only: %s", quirk.word(), away.getMessage());
        }
    }

    private Map<Quirk, Set<String>> known() {
        if (ledger != null && (!looked || System.nanoTime() - lookedAt >= LOOK_NANOS)) {
            looked = true;
            lookedAt = System.nanoTime();
            try {
                Map<Quirk, Set<String>> read = new EnumMap<>(Quirk.class);
                ledger.read().forEach(seen ->
                        read.computeIfAbsent(seen.quirk(), quirk -> new LinkedHashSet<>()).add(seen.value()));
                known = read;
            } catch (LedgerException away) {
                // What is known stays until the ledger answers.
                LOG.debugf("quirks not read: %s", away.getMessage());
            }
        }
        return known;
    }
}
