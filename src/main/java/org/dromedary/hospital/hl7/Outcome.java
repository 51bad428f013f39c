package org.dromedary.hospital.hl7;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What taking in one message does, for its row: ids of the ledger, counts and words of our own, never a value of the
 * message. Not thread-safe.
 */
public final class Outcome {

    private final Set<String> did = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<String> held = new ArrayList<>();

    /** Something was done, such as {@code patient 12 updated}. */
    public void did(String what) {
        did.add(what);
    }

    /** Something about the message was odd. */
    public void note(String what) {
        notes.add(what);
    }

    /** Something was not done since a person must decide: the message is HELD with this reason. */
    public void held(String reason) {
        held.add(reason);
    }

    /** In words, for a person. */
    public String did() {
        return did.isEmpty() ? "nothing" : String.join("; ", did);
    }

    public Set<String> notes() {
        return notes;
    }

    public Optional<String> held() {
        return held.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", held));
    }
}
