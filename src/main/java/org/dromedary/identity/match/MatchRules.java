package org.dromedary.identity.match;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The rule file {@code matching.yaml}: thresholds, lists of words, and the ordered rules. */
public final class MatchRules {

    /** Where users put their own. */
    public static final Path BESIDE = Path.of("config", "matching.yaml");
    private static final String IN_JAR = "/config/matching.yaml";

    final double leastOdds;
    final double leastRuleOdds;
    final double doubtful;
    final double falseMatchRate;
    final List<Pattern> identifierPrefixes;
    final List<Pattern> accessionPrefixes;
    final Set<String> defaultBirthDates;
    final Set<String> titles;
    final Set<String> particles;
    final Set<String> unknownNames;
    final Set<String> testObjects;
    final List<Set<String>> nicknames;
    final List<Set<String>> modalities;
    final Set<String> newborns;
    final Map<ExamStatus, List<String>> statuses;
    final Side.AllWords sides;
    final List<Rule> rules;
    private final String text;
    private final String source;

    /**
     * What the levels of a candidate must be, field by field, for the rule to decide.
     *
     * @param leastOdds for a match
     */
    record Rule(String name, Map<String, Set<String>> when, String decide, double leastOdds) {

        boolean holds(Map<String, String> facts) {
            return when.entrySet().stream().allMatch(one -> one.getValue().contains(facts.get(one.getKey())));
        }
    }

    private MatchRules(String text, String source, Double falseMatchRate) {
        this.text = text;
        this.source = source;
        Map<?, ?> root = parse();
        Map<?, ?> thresholds = map(root, "thresholds");
        this.falseMatchRate = falseMatchRate == null ? number(thresholds, "false-match-rate", 1e-5) : falseMatchRate;
        this.leastOdds = number(thresholds, "least-odds", 12);
        this.leastRuleOdds = number(thresholds, "least-rule-odds", 10);
        this.doubtful = number(thresholds, "doubtful", -4);
        this.identifierPrefixes = patterns(map(root, "identifiers"));
        this.accessionPrefixes = patterns(map(root, "accessions"));
        this.defaultBirthDates = Set.copyOf(words(map(root, "birth-dates"), "defaults"));
        Map<?, ?> names = map(root, "names");
        this.titles = Set.copyOf(words(names, "titles"));
        this.particles = Set.copyOf(words(names, "particles"));
        this.unknownNames = Set.copyOf(words(names, "unknown"));
        this.nicknames = groups(names, "nicknames");
        this.modalities = groups(root, "modalities");
        this.newborns = folded(words(names, "newborn"));
        this.statuses = statuses(map(root, "statuses"));
        Map<?, ?> sided = map(root, "sides");
        this.sides = new Side.AllWords(side(sided, "left"), side(sided, "right"), folded(words(sided, "both")));
        this.testObjects = Set.copyOf(words(root, "test-objects"));
        this.rules = rules(root);
        if (this.falseMatchRate <= 0 || this.falseMatchRate >= 1) {
            throw wrong("thresholds.false-match-rate must lie between 0 and 1");
        }
    }

    /**
     * Reads the rule file; null: {@code config/matching.yaml} of the jar.
     *
     * @throws MatchRulesException naming the file and what is wrong in it
     */
    public static MatchRules load(Path fileOrNull) {
        try {
            if (fileOrNull != null) {
                return new MatchRules(Files.readString(fileOrNull), fileOrNull.toString(), null);
            }
            try (InputStream own = MatchRules.class.getResourceAsStream(IN_JAR)) {
                return new MatchRules(new String(own.readAllBytes(), StandardCharsets.UTF_8), "the program's own "
                        + IN_JAR.substring(1), null);
            }
        } catch (NoSuchFileException e) {
            throw new MatchRulesException("There is no rule file " + fileOrNull);
        } catch (IOException e) {
            throw new MatchRulesException("The rule file " + fileOrNull + " can't be read: it must be UTF-8");
        }
    }

    /** As {@link #load}, of the file beside the program if there is one, else of the jar. */
    public static MatchRules inForce() {
        return load(Files.isReadable(BESIDE) ? BESIDE : null);
    }

    /** The same rules with another share of matches that may be false. */
    public MatchRules withFalseMatchRate(double rate) {
        return new MatchRules(text, source, rate);
    }

    /** The file as it is, comments included. */
    public String text() {
        return text;
    }

    private Map<?, ?> parse() {
        try {
            if (new Yaml(new SafeConstructor(new LoaderOptions())).load(text) instanceof Map<?, ?> map) {
                return map;
            }
            throw wrong("is not a map of settings");
        } catch (YAMLException e) {
            throw wrong("is not YAML: " + e.getMessage());
        }
    }

    private List<Rule> rules(Map<?, ?> root) {
        List<Rule> all = new ArrayList<>();
        if (!(root.get("rules") instanceof List<?> list)) {
            throw wrong("has no list 'rules'");
        }
        for (Object entry : list) {
            if (!(entry instanceof Map<?, ?> rule) || !(rule.get("name") instanceof String name)
                    || !(rule.get("when") instanceof Map<?, ?> when)) {
                throw wrong("each rule needs 'name', 'when' and 'decide'");
            }
            Map<String, Set<String>> conditions = new LinkedHashMap<>();
            when.forEach((field, levels) -> conditions.put(field.toString(), levels(name, field.toString(), levels)));
            String decide = String.valueOf(rule.get("decide"));
            if (!Set.of("match", "review", "none", "score").contains(decide)) {
                throw wrong("rule " + name + ": 'decide' is match, review, none or score");
            }
            all.add(new Rule(name, conditions, decide, number(rule, "least-odds", leastRuleOdds)));
        }
        return List.copyOf(all);
    }

    private Set<String> levels(String rule, String field, Object value) {
        Set<String> known = Levels.ALL.get(field);
        if (known == null) {
            throw wrong("rule " + rule + ": there is no field " + field + "; there are "
                    + String.join(", ", Levels.ALL.keySet()));
        }
        Set<String> levels = new HashSet<>();
        for (Object one : value instanceof List<?> several ? several : List.of(value)) {
            // YAML takes yes and no for true and false
            String level = one instanceof Boolean flag ? flag ? "yes" : "no" : one.toString();
            if (!known.contains(level)) {
                throw wrong("rule " + rule + ": " + field + " is never " + level + "; it is one of "
                        + String.join(", ", known));
            }
            levels.add(level);
        }
        return levels;
    }

    private Map<ExamStatus, List<String>> statuses(Map<?, ?> map) {
        Map<ExamStatus, List<String>> all = new EnumMap<>(ExamStatus.class);
        for (Object key : map.keySet()) {
            ExamStatus status = Arrays.stream(ExamStatus.values())
                    .filter(one -> Levels.word(one).equals(key)).findFirst()
                    .orElseThrow(() -> wrong("there is no status " + key + "; there are "
                            + String.join(", ", Levels.ALL.get("exam-status"))));
            all.put(status, words(map, key.toString()).stream().map(word -> Fold.name(Fold.words(word))).toList());
        }
        return all;
    }

    private Side.Words side(Map<?, ?> map, String name) {
        return new Side.Words(folded(words(map, name)), folded(words(map, name + "-last")),
                folded(words(map, name + "-first")));
    }

    private static Set<String> folded(List<String> words) {
        return words.stream().map(Fold::words).collect(Collectors.toUnmodifiableSet());
    }

    private Map<?, ?> map(Map<?, ?> parent, String key) {
        Object value = parent.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong("'" + key + "' must be a map");
    }

    private double number(Map<?, ?> parent, String key, double otherwise) {
        Object value = parent.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw wrong("'" + key + "' must be a number");
        }
    }

    private List<String> words(Map<?, ?> parent, String key) {
        Object value = parent.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw wrong("'" + key + "' must be a list");
    }

    private List<Set<String>> groups(Map<?, ?> parent, String key) {
        List<Set<String>> groups = new ArrayList<>();
        if (parent.get(key) instanceof List<?> list) {
            for (Object group : list) {
                if (!(group instanceof List<?> members)) {
                    throw wrong("'" + key + "' must be a list of lists");
                }
                groups.add(new HashSet<>(members.stream().map(String::valueOf).toList()));
            }
        }
        return List.copyOf(groups);
    }

    private List<Pattern> patterns(Map<?, ?> parent) {
        try {
            return words(parent, "prefixes").stream().map(prefix -> Pattern.compile("^(?:" + prefix + ")")).toList();
        } catch (PatternSyntaxException e) {
            throw wrong("a prefix is no regular expression: " + e.getDescription());
        }
    }

    private MatchRulesException wrong(String what) {
        return new MatchRulesException("Rule file (" + source + "): " + what);
    }
}
