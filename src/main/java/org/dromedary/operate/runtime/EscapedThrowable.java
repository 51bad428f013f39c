package org.dromedary.operate.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.dromedary.ledger.ControlCharacters;

/** An exception as it is logged: its type, its place, and its message in one line without control characters. */
final class EscapedThrowable extends Throwable {

    private static final long serialVersionUID = 1L;

    private final String text;

    private EscapedThrowable(Throwable thrown, Throwable cause) {
        super(null, cause, true, true);
        text = ControlCharacters.escaped(thrown.toString());
        setStackTrace(thrown.getStackTrace());
    }

    /** The same one if no message in its chain has anything to escape. */
    static Throwable of(Throwable thrown) {
        Set<Throwable> chain = Collections.newSetFromMap(new IdentityHashMap<>());
        return acts(thrown, chain) ? escaped(thrown, chain) : thrown;
    }

    private static boolean acts(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return false;
        }
        String text = thrown.toString();
        boolean acts = text != null && !text.equals(ControlCharacters.escaped(text));
        for (Throwable suppressed : thrown.getSuppressed()) {
            acts |= acts(suppressed, seen);
        }
        return acts(thrown.getCause(), seen) || acts;
    }

    /** @param chain those not yet seen, since causes may go round in a circle */
    private static Throwable escaped(Throwable thrown, Set<Throwable> chain) {
        return thrown != null && chain.remove(thrown)
                ? new EscapedThrowable(thrown, escaped(thrown.getCause(), chain)) : null;
    }

    @Override
    public String toString() {
        return text;
    }
}
