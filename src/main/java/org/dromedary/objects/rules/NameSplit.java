package org.dromedary.objects.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parts a name that is one text.
 *
 * @param separator between the parts; null: a comma, after which the given name follows, else white space
 * @param order     components as they follow one another; the last takes all the rest
 */
record NameSplit(String separator, List<String> order) {

    static final List<String> FAMILY_FIRST = List.of("family", "given");
    private static final List<String> COMPONENTS = List.of("family", "given", "middle", "prefix", "suffix");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    /** What is wrong with an order; null: nothing. */
    static String fault(List<String> order) {
        Set<String> once = new HashSet<>(order);
        return order.size() > 1 && once.size() == order.size() && COMPONENTS.containsAll(order) ? null
                : "two or more of " + String.join(", ", COMPONENTS) + " are expected here, each once";
    }

    /** The first component group alone; a name with components stays as it is. */
    String of(String name) {
        String[] groups = name.split("=", 2);
        if (name.contains("^") || groups[0].isBlank()) {
            return name;
        }
        String text = groups[0].strip();
        boolean comma = separator == null || separator.equals(",");
        List<String> used = comma && text.contains(",") ? FAMILY_FIRST : order;
        Pattern between = comma && text.contains(",") ? Pattern.compile(",")
                : comma || separator.isBlank() ? WHITE_SPACE : Pattern.compile(separator, Pattern.LITERAL);
        String[] parts = between.split(text, used.size());
        String[] components = new String[COMPONENTS.size()];
        int last = 0;
        for (int i = 0; i < parts.length; i++) {
            int component = COMPONENTS.indexOf(used.get(i));
            components[component] = parts[i].strip();
            last = Math.max(last, component);
        }
        StringBuilder split = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            split.append(i == 0 ? "" : "^").append(components[i] == null ? "" : components[i]);
        }
        return split + (groups.length > 1 ? "=" + groups[1] : "");
    }
}
