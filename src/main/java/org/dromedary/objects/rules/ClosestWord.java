package org.dromedary.objects.rules;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;

/** Suggests the closest known word. */
final class ClosestWord {

    private static final int FARTHEST = 3;

    private ClosestWord() {
    }

    /** {@code ; did you mean X?}, else all words if that is wanted, else nothing. */
    static String hint(String word, Collection<String> known, boolean orAll) {
        String nearest = null;
        int least = Math.min(FARTHEST, Math.max(1, word.length() / 3)) + 1;
        for (String candidate : new TreeSet<>(known)) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT), least);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        if (nearest != null) {
            return "; did you mean " + nearest + "?";
        }
        return orAll ? "; there are " + String.join(", ", new TreeSet<>(known)) : "";
    }

    /** Letters to insert, leave out or change; any number not below the limit if there are as many. */
    private static int distance(String one, String other, int limit) {
        if (Math.abs(one.length() - other.length()) >= limit) {
            return limit;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
