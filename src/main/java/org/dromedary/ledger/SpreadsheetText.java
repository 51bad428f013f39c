package org.dromedary.ledger;

import java.util.regex.Pattern;

/**
 * Texts of archives and senders in a CSV file: a spreadsheet runs a cell that begins with {@code =}, {@code +},
 * {@code -} or {@code @}, also in full width, as a formula. What begins a cell depends on the reader: Excel separates by
 * semicolon in German and French, others by tabulator, and quotes protect only a whole cell of the separator that was
 * meant. So an apostrophe goes before each such sign that begins the text or follows anything that may separate cells.
 */
public final class SpreadsheetText {

    private static final String SIGN = "[ \u00A0]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]";
    private static final String BEGIN = "(^|[,;|\\t\\r\\n])";
    private static final Pattern FORMULA = Pattern.compile(BEGIN + "(?='*" + SIGN + ")");
    private static final Pattern GUARDED = Pattern.compile(BEGIN + "'(?='*" + SIGN + ")");
    private static final Pattern BLANK = Pattern.compile("^(?='*[\\t\\r\\n])");
    private static final Pattern GUARDED_BLANK = Pattern.compile("^'(?='*[\\t\\r\\n])");

    private SpreadsheetText() {
    }

    /** The text with an apostrophe at each place that a spreadsheet may take for the beginning of a formula. */
    public static String guarded(String text) {
        return BLANK.matcher(FORMULA.matcher(text).replaceAll("$1'")).replaceFirst("'");
    }

    /** The text of which {@link #guarded} made this one. */
    public static String plain(String guarded) {
        return GUARDED.matcher(GUARDED_BLANK.matcher(guarded).replaceFirst("")).replaceAll("$1");
    }
}
