package org.dromedary.operate.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dromedary.ledger.LedgerView.ExceptionLine;

/** Objects of which the same is to be said, as one line with their number and one of them as an example. */
public final class FoldedObjects {

    private final ExceptionLine example;
    private final Set<String> objects = new HashSet<>();
    private int firstAttempt;
    private int lastAttempt;

    private FoldedObjects(ExceptionLine example) {
        this.example = example;
        this.firstAttempt = example.attempt();
    }

    /** In the order of the first of each kind. */
    public static List<FoldedObjects> of(Collection<ExceptionLine> lines) {
        Map<List<Object>, FoldedObjects> kinds = new LinkedHashMap<>();
        for (ExceptionLine line : lines) {
            // A comment that names the object, or counts, says the same of each.
            String comment = line.comment() == null ? "" : line.comment().replaceAll("[0-9]+([.][0-9]+)*", "#");
            kinds.computeIfAbsent(List.of(line.stage(), line.reasonCode(),
                    Objects.requireNonNullElse(line.status(), -1),
                    comment), kind -> new FoldedObjects(line)).add(line);
        }
        return new ArrayList<>(kinds.values());
    }

    private void add(ExceptionLine line) {
        objects.add(line.sopInstanceUid());
        firstAttempt = Math.min(firstAttempt, line.attempt());
        lastAttempt = Math.max(lastAttempt, line.attempt());
    }

    public int count() {
        return objects.size();
    }

    /** "50 objects" or "1 object". */
    public String number() {
        return objects.size() == 1 ? "1 object" : objects.size() + " objects";
    }

    /** What is to be said of them, in one line. */
    public String text() {
        String attempts = firstAttempt == lastAttempt ? "attempt " + lastAttempt
                : "attempts " + firstAttempt + " to " + lastAttempt;
        String words = evidence(example) + ", " + attempts;
        return objects.size() == 1 ? words + ": " + example.sopInstanceUid()
                : words + "; for example " + example.sopInstanceUid();
    }

    /** Where and why, with status and comment as the archive gave them. */
    public static String evidence(ExceptionLine line) {
        String status = line.status() == null ? "" : String.format(Locale.ROOT, ", status %04X", line.status());
        String comment = line.comment() == null || line.comment().isBlank() ? "" : ", \"" + line.comment() + "\"";
        return line.stage() + " " + line.reasonCode() + status + comment;
    }
}
