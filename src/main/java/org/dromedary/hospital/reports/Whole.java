package org.dromedary.hospital.reports;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.hl7.Hl7FormatException;

/** That a report which is sent on has everything that came, but for the fields that the plan may change. */
final class Whole {

    private static final Map<String, Set<Integer>> MAY_CHANGE = Map.of("PID", Set.of(2, 3, 4, 5, 7, 8),
            "OBR", Set.of(2, 3, 18, 19, 20), "ORC", Set.of(2, 3), "IPC", Set.of(1));
    private static final int MAX_FIELDS = 1_000;

    private Whole() {
    }

    /** Where what is to be sent differs from what came though it must not, without values; empty if nowhere. */
    static Optional<String> difference(byte[] came, byte[] sent, Charset charset) throws Hl7FormatException {
        Hl7Edit before = Hl7Edit.of(came, charset);
        Hl7Edit after = Hl7Edit.of(sent, charset);
        if (before.size() != after.size()) {
            return Optional.of(before.size() + " segments came, " + after.size() + " would be sent");
        }
        for (int i = 0; i < before.size(); i++) {
            Set<Integer> mayChange = MAY_CHANGE.getOrDefault(before.name(i), Set.of());
            boolean same = before.isSame(after, i);
            for (int field = 1; !same && field <= MAX_FIELDS; field++) {
                if (!mayChange.contains(field) && !before.raw(i, field).equals(after.raw(i, field))) {
                    return Optional.of("segment " + (i + 1) + " field " + field);
                }
            }
            if (!same && mayChange.isEmpty()) {
                return Optional.of("segment " + (i + 1));
            }
        }
        return Optional.empty();
    }
}
