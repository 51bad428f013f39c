package org.dromedary.hospital.presentation;

/** Texts of CSV files as values of attributes. */
final class CsvText {

    private CsvText() {
    }

    /** Without control characters and backslashes, not longer than that. */
    static String fit(String text, int longest) {
        String clean = text.replaceAll("[\\p{Cntrl}\\\\]", " ").strip();
        int length = clean.codePointCount(0, clean.length());
        return length <= longest ? clean : clean.substring(0, clean.offsetByCodePoints(0, longest)).strip();
    }

    /** As a PN of one component group (PS3.5 §6.2.1). */
    static String name(String text) {
        String name = fit(text.replace('=', ' '), 64);
        return name.chars().filter(c -> c == '^').count() > 4 ? name.replace('^', ' ') : name;
    }
}
