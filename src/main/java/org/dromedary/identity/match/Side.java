package org.dromedary.identity.match;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The side of the body that a description or body part names. */
enum Side {
    NONE, LEFT, RIGHT, BOTH;

    /** Where Han characters and their like begin: there, words aren't parted. */
    private static final int UNPARTED = 0x2E80;

    /**
     * The words of the rule file for one side.
     *
     * @param anywhere that mean nothing else
     * @param last     that count as the last word only, since they may mean something else
     * @param first    the same as the first of several words
     */
    record Words(Set<String> anywhere, Set<String> last, Set<String> first) {

        private boolean within(List<String> text) {
            return text.stream().anyMatch(anywhere::contains) || anywhere.stream().anyMatch(word ->
                    word.charAt(0) >= UNPARTED && text.stream().anyMatch(one -> one.contains(word)));
        }

        private boolean atEdge(List<String> text) {
            return text.size() > 1 && (last.contains(text.get(text.size() - 1)) || first.contains(text.get(0)));
        }
    }

    /** The words of the rule file for all sides. */
    record AllWords(Words left, Words right, Set<String> both) {

        /** A body part without its side. */
        String without(String folded) {
            List<String> text = words(folded);
            String kept = text.stream().filter(word -> !left.anywhere.contains(word) && !right.anywhere.contains(word)
                    && !both.contains(word) && (text.size() == 1 || !left.last.contains(word)
                            && !right.last.contains(word) && !left.first.contains(word) && !right.first.contains(word)))
                    .collect(Collectors.joining(" "));
            return kept.isEmpty() ? folded : kept;
        }
    }

    /** @param texts the first that names a side tells it */
    static Side of(AllWords words, String... texts) {
        return Arrays.stream(texts).map(text -> of(words, words(Fold.words(text)))).filter(side -> side != NONE)
                .findFirst().orElse(NONE);
    }

    private static Side of(AllWords words, List<String> text) {
        Side side = either(words.left.within(text), words.right.within(text));
        if (side != NONE) {
            return side;
        }
        return text.stream().anyMatch(words.both::contains) ? BOTH
                : either(words.left.atEdge(text), words.right.atEdge(text));
    }

    private static Side either(boolean left, boolean right) {
        return left && right ? BOTH : left ? LEFT : right ? RIGHT : NONE;
    }

    private static List<String> words(String folded) {
        return List.of(folded.split(" "));
    }

    Side and(Side other) {
        return other == NONE || other == this ? this : this == NONE ? other : BOTH;
    }

    boolean opposite(Side other) {
        return this == LEFT && other == RIGHT || this == RIGHT && other == LEFT;
    }
}
