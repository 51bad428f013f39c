package org.dromedary.identity.plan;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Whether two values say the same in another spelling; for showing, not for deciding. */
final class Likeness {

    private Likeness() {
    }

    /** Letters and digits only, upper case, without marks and leading zeros. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("[^\\p{L}\\p{N}]", "")
                .toUpperCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    }

    static boolean sameText(String one, String other) {
        return plain(one).equals(plain(other));
    }

    /** The same words in any order; of several component groups (PS3.5 §6.2.1) the first. */
    static boolean sameName(String one, String other) {
        return words(one).equals(words(other));
    }

    private static String words(String name) {
        String[] words = name.split("=", 2)[0].split("[\\^ ,;]+");
        return String.join(" ", Arrays.stream(words).map(Likeness::plain).filter(word -> !word.isEmpty()).sorted()
                .toList());
    }

    static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    /**
     * Whether two identities are surely two persons: names without a word in common, and birth dates that differ where
     * both are known.
     */
    static boolean otherPerson(String name, String birthDate, String otherName, String otherBirthDate) {
        String born = digits(birthDate);
        String otherBorn = digits(otherBirthDate);
        boolean sameBirth = born.equals(otherBorn) && !born.isEmpty();
        String words = words(name);
        String otherWords = words(otherName);
        if (sameBirth || words.isEmpty() || otherWords.isEmpty()) {
            return false;
        }
        boolean share = Arrays.stream(words.split(" ")).anyMatch(Arrays.asList(otherWords.split(" "))::contains);
        return !share;
    }
}
