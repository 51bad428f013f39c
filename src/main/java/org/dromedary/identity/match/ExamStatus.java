package org.dromedary.identity.match;

import java.util.List;
import java.util.Map;

/** What the RIS says became of an exam. Its words and codes are those of the rule file, in this order. */
enum ExamStatus {
    NO_SHOW, CANCELLED, REPLACED, DISCONTINUED, ON_HOLD, STARTED, COMPLETED, SCHEDULED,
    /** A word that the rule file does not have. */
    UNKNOWN,
    /** The RIS says nothing. */
    MISSING;

    /** Not one of which the RIS says that it was not done, or not to its end. */
    boolean live() {
        return ordinal() > DISCONTINUED.ordinal();
    }

    /**
     * Of a text such as {@code CA}, {@code No show} or {@code storniert (Patient)}: the first whose word is the text,
     * else the first whose word is in it. Words of one or two letters are codes, which must be the text.
     */
    static ExamStatus of(String text, Map<ExamStatus, List<String>> words) {
        String folded = Fold.name(Fold.words(text));
        if (folded.isEmpty()) {
            return MISSING;
        }
        for (ExamStatus status : values()) {
            if (words.getOrDefault(status, List.of()).contains(folded)) {
                return status;
            }
        }
        for (ExamStatus status : values()) {
            if (words.getOrDefault(status, List.of()).stream().anyMatch(word -> isWithin(word, folded))) {
                return status;
            }
        }
        return UNKNOWN;
    }

    private static boolean isWithin(String word, String text) {
        return word.length() > 2 && (' ' + text + ' ').contains(' ' + word + ' ');
    }
}
