package org.dromedary.operate.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Settings that were given and that nobody reads, each with the one that may have been meant. */
public final class UnknownSettings {

    /** So many letters may be wrong, or one in four if that is less. */
    private static final int MAX_DISTANCE = 4;
    /** Of the environment only what is nearly a setting is told: Kubernetes puts its own names there. */
    private static final int MAX_DISTANCE_OF_ENVIRONMENT = 2;

    private final Settings settings;

    public UnknownSettings(Settings settings) {
        this.settings = settings;
    }

    /**
     * One line each.
     *
     * @param known every property that there is
     * @param internal names that the program sets for itself
     */
    public List<String> problems(Collection<String> known, Set<String> internal) {
        List<Pattern> patterns = known.stream().map(DeclaredSettings::pattern).toList();
        List<String> problems = new ArrayList<>();
        Set<String> names = new TreeSet<>(settings.given());
        names.removeAll(internal);
        names.removeIf(name -> patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches()));
        for (String name : names) {
            problems.add("There is no setting " + name + nearest(name, known, MAX_DISTANCE)
                    .map(other -> ": did you mean " + other + "?")
                    .orElse(": docs/configuration.md has those there are"));
        }
        Set<String> variables = new TreeSet<>();
        known.forEach(name -> variables.add(environmentName(name)));
        for (String variable : settings.givenByEnvironment()) {
            if (!variables.contains(variable)) {
                nearest(variable, variables, MAX_DISTANCE_OF_ENVIRONMENT).ifPresent(other -> problems.add(
                        "There is no setting for the environment variable " + variable + ": did you mean " + other
                        + "?"));
            }
        }
        return problems;
    }

    static String environmentName(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static Optional<String> nearest(String name, Collection<String> known, int most) {
        int allowed = Math.min(most, name.length() / 4);
        return known.stream().filter(other -> !other.contains("<") && distance(name, other) <= allowed)
                .min(Comparator.comparingInt(other -> distance(name, other)));
    }

    /** How many letters must be added, removed or replaced to make one of the other (Levenshtein). */
    public static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[before.length - 1];
    }
}
