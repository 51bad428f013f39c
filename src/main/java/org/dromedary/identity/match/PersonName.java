package org.dromedary.identity.match;

import java.util.List;

/**
 * A name ready to be compared.
 *
 * @param family  its words, particles and titles left out
 * @param given   first and middle names
 * @param joined  family name in one word, particles included
 * @param birthOrder of a newborn who has no given name yet: 1 for A, I or 1, and so on; 0 if it does not say
 * @param unknown it says nothing: empty, or a placeholder for somebody without papers
 */
record PersonName(List<Word> family, List<Word> given, String joined, int birthOrder, boolean unknown) {

    static final PersonName NONE = new PersonName(List.of(), List.of(), "", 0, true);

    /**
     * A word of a name; there is one object for each text.
     *
     * @param sound  how it sounds; the text itself outside of Latin letters
     * @param latin  false: letters of a script that isn't transliterated here
     */
    static final class Word {

        final String text;
        final String sound;
        final boolean latin;
        /** Groups of nicknames that hold it, one bit each of up to 64. */
        final long nicknames;
        int asFamily;
        int asGiven;

        Word(String text, String sound, long nicknames) {
            this.text = text;
            this.sound = sound;
            this.nicknames = nicknames;
            this.latin = text.chars().allMatch(c -> c < 128);
        }
    }
}
