package org.dromedary.identity.match;

/** How many slips of the keyboard lie between two texts. */
final class Edits {

    private Edits() {
    }

    /** Whether at most {@code most} (1 or 2) letters were changed, lost, added, or swapped with their neighbour. */
    static boolean within(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return false;
        }
        return distance(a, 0, b, 0, most) <= most;
    }

    // With so few edits allowed, following each of them is quicker than the usual table.
    private static int distance(String a, int i, String b, int j, int left) {
        while (i < a.length() && j < b.length() && same(a.charAt(i), b.charAt(j))) {
            i++;
            j++;
        }
        int restA = a.length() - i;
        int restB = b.length() - j;
        if (restA == 0 || restB == 0) {
            return restA + restB;
        }
        if (left == 0) {
            return 1;
        }
        int best = distance(a, i + 1, b, j + 1, left - 1);
        best = Math.min(best, distance(a, i + 1, b, j, left - 1));
        best = Math.min(best, distance(a, i, b, j + 1, left - 1));
        if (restA > 1 && restB > 1 && a.charAt(i) == b.charAt(j + 1) && a.charAt(i + 1) == b.charAt(j)) {
            best = Math.min(best, distance(a, i + 2, b, j + 2, left - 1));
        }
        return best + 1;
    }

    private static boolean same(char a, char b) {
        return a == b || a == Fold.LOST || b == Fold.LOST;
    }
}
