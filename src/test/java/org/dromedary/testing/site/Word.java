package org.dromedary.testing.site;

/** A name in the site's own script and in Latin letters; both are the same where the script is Latin. */
record Word(String local, String latin) {

    static final Word NONE = new Word("", "");

    static Word of(String text) {
        return new Word(text, text);
    }

    boolean latinScript() {
        return local.chars().filter(Character::isLetter)
                .allMatch(letter -> Character.UnicodeScript.of(letter) == Character.UnicodeScript.LATIN);
    }
}
