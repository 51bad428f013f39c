package org.dromedary.objects.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that a regular expression may look at so and so often: an expression that would go on for ever on some value
 * (as {@code (a+)+b} can) ends with a {@link RuleFailure} instead.
 */
final class BoundedText implements CharSequence {

    private static final int MAX_LENGTH = 1 << 16;
    private static final int STEPS = 200_000;
    private static final int STEPS_A_CHARACTER = 50;

    private final String text;
    private int left;

    private BoundedText(String text) {
        this.text = text;
        this.left = STEPS + STEPS_A_CHARACTER * text.length();
    }

    /** Whether the expression is found anywhere in the text. */
    static boolean finds(Pattern pattern, String text) {
        return within(text, bounded -> pattern.matcher(bounded).find());
    }

    /** The text with every match replaced, groups as {@code $1} or {@code ${name}}. */
    static String replace(Pattern pattern, String text, String replacement) {
        return within(text, bounded -> pattern.matcher(bounded).replaceAll(replacement));
    }

    private interface Work<T> {
        T on(CharSequence text);
    }

    private static <T> T within(String text, Work<T> work) {
        if (text.length() > MAX_LENGTH) {
            throw new RuleFailure("a value is too long for a regular expression: " + text.length() + " characters");
        }
        try {
            return work.on(new BoundedText(text));
        } catch (StackOverflowError e) {
            throw new RuleFailure("a regular expression nests too deep on a value of " + text.length() + " characters");
        }
    }

    /** Whether the groups that a replacement names are there; the message of what is wrong, else null. */
    static String fault(Pattern pattern, String replacement) {
        try {
            Matcher matcher = Pattern.compile(pattern.pattern() + "|").matcher("");
            matcher.find();
            matcher.appendReplacement(new StringBuilder(), replacement);
            return null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return e.getMessage();
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (left-- <= 0) {
            throw new RuleFailure("a regular expression takes too many steps on a value of " + text.length()
                    + " characters");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
