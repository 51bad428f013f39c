package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers for modalities, procedures, descriptions, body parts and states, and what of them is equal by its words. */
final class Vocabulary {

    /** The number of everything that says nothing. */
    static final int NOTHING = 0;
    private static final int MAX_NUMBER = 200_000;

    private final MatchRules rules;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Integer> groups = new HashMap<>();
    private final List<Set<String>> words = new ArrayList<>(List.of(Set.of()));

    Vocabulary(MatchRules rules) {
        this.rules = rules;
    }

    /** The number of a text with a kind before it, as {@code D:knee}. */
    int of(String text) {
        if (text.length() <= 2) {
            return NOTHING;
        }
        Integer known = numbers.get(text);
        if (known != null || words.size() > MAX_NUMBER) {
            return known == null ? NOTHING : known;
        }
        numbers.put(text, words.size());
        words.add(new HashSet<>(List.of(text.substring(2).split(" "))));
        return words.size() - 1;
    }

    /** A modality; others for the same device are found by {@link #sameDevice}. */
    int modality(String text) {
        int number = of("M:" + Fold.words(text));
        String upper = text.strip().toUpperCase(java.util.Locale.ROOT);
        for (int i = 0; i < rules.modalities.size() && number != NOTHING; i++) {
            if (rules.modalities.get(i).contains(upper)) {
                groups.putIfAbsent(number, i);
            }
        }
        return number;
    }

    /** An issuer of Patient IDs; the parts of an HL7 HD ({@code HOSP&1.2.3&ISO}) are its words. */
    int issuer(String text) {
        return of("I:" + text.replace('&', ' ').strip().toUpperCase(java.util.Locale.ROOT));
    }

    /** Whether two issuers are written alike, as far as the one names parts that the other has. */
    boolean sameIssuer(int a, int b) {
        return a != NOTHING && b != NOTHING && (a == b || Math.max(likeness(a, b), likeness(b, a)) == 1);
    }

    boolean sameDevice(int a, int b) {
        return a == b || groups.containsKey(a) && groups.get(a).equals(groups.get(b));
    }

    /** A procedure by its code, or its text where it has none; its words are those of code and text. */
    int procedure(String code, String text, String bodyPart) {
        int number = of("P:" + Fold.words(code.isBlank() ? text.isBlank() ? bodyPart : text : code));
        if (number != NOTHING && words.get(number).size() < 12) {
            Set<String> all = new HashSet<>(words.get(number));
            all.addAll(List.of(Fold.words(text).split(" ")));
            words.set(number, all);
        }
        return number;
    }

    /** The share of words of the one, more or less, that the other has too. */
    double likeness(int a, int b) {
        Set<String> one = words.get(a);
        Set<String> other = words.get(b);
        int both = 0;
        for (String word : one) {
            if (other.contains(word)) {
                both++;
            }
        }
        return one.isEmpty() ? 0 : (double) both / one.size();
    }
}
