package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A given name that stands for a child not yet named, such as {@code BABY BOY A}, {@code RN II} or {@code Baby of
 * Anna}.
 * It says nothing of the given name, at most which of several children it is.
 *
 * @param names      what is left of the names
 * @param birthOrder 1 for the first; 0 if it does not say
 */
record Newborn(List<String> names, int birthOrder) {

    private static final Map<String, Integer> ORDER = Map.ofEntries(Map.entry("a", 1), Map.entry("b", 2),
            Map.entry("c", 3), Map.entry("d", 4), Map.entry("e", 5), Map.entry("i", 1), Map.entry("ii", 2),
            Map.entry("iii", 3), Map.entry("iv", 4), Map.entry("v", 5), Map.entry("1", 1), Map.entry("2", 2),
            Map.entry("3", 3), Map.entry("4", 4), Map.entry("5", 5), Map.entry("one", 1), Map.entry("two", 2),
            Map.entry("three", 3), Map.entry("first", 1), Map.entry("second", 2), Map.entry("third", 3));
    /** What follows is the mother's name. */
    private static final Set<String> OF = Set.of("of", "de", "di", "da", "von", "van", "af", "av", "z");
    private static final int MIN_STEM = 3;

    /**
     * Null if the names are those of somebody.
     *
     * @param names    lower case, digits among them
     * @param newborns words, or several together
     * @param known    whether another part of the name tells that this is a newborn
     */
    static Newborn of(String names, Set<String> newborns, boolean known) {
        String text = ' ' + names + ' ';
        boolean found = known;
        for (String phrase : newborns) {
            if (phrase.indexOf(' ') > 0 && text.contains(' ' + phrase + ' ')) {
                text = text.replace(' ' + phrase + ' ', " ");
                found = true;
            }
        }
        int order = 0;
        boolean ofMother = false;
        List<String> left = new ArrayList<>();
        for (String word : text.strip().split(" ")) {
            String stem = stem(word, newborns);
            if (stem != null) {
                found = true;
                order = Math.max(order, ORDER.getOrDefault(word.substring(stem.length()), 0));
            } else if (ORDER.containsKey(word)) {
                order = Math.max(order, ORDER.get(word));
            } else if (OF.contains(word)) {
                ofMother = true;
            } else if (word.length() > 1 && !ofMother) {
                left.add(word);
            }
        }
        return found ? new Newborn(left, order) : null;
    }

    /** The word itself, or without the order that is written to it: boya, twin2. */
    private static String stem(String word, Set<String> newborns) {
        if (newborns.contains(word)) {
            return word;
        }
        for (int end = Math.max(MIN_STEM, word.length() - 3); end < word.length(); end++) {
            String stem = word.substring(0, end);
            if (newborns.contains(stem) && ORDER.containsKey(word.substring(end))) {
                return stem;
            }
        }
        return null;
    }
}
