package org.dromedary.coordination.incident;

/** Text in lines of a terminal, or a mail, broken between words. */
public final class Lines {

    private static final int WIDTH = 100;

    private Lines() {
    }

    /**
     * The text behind a first column; further lines begin below the text.
     *
     * @param first what stands in the first column
     * @param column width of the first column
     */
    public static String wrap(String first, int column, String text) {
        String indent = " ".repeat(column);
        StringBuilder lines = new StringBuilder(first).append(" ".repeat(Math.max(0, column - first.length())));
        int used = lines.length();
        boolean empty = true;
        for (String word : text.strip().split("\\s+")) {
            if (!empty && used + 1 + word.length() > WIDTH) {
                lines.append('\n').append(indent);
                used = column;
                empty = true;
            }
            lines.append(empty ? "" : " ").append(word);
            used += word.length() + (empty ? 0 : 1);
            empty = false;
        }
        return lines.append('\n').toString();
    }
}
