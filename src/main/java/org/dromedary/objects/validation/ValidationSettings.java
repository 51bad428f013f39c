package org.dromedary.objects.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.objects.validation.ValidationProfile.Profile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** How findings are graded, as {@code config/validation.yaml} says; immutable. */
public final class ValidationSettings {

    /** Where users put their own. */
    public static final Path BESIDE = Path.of("config", "validation.yaml");
    /** The program's own grades. */
    public static final ValidationSettings DEFAULT = own(null, "/config/validation.yaml");
    /** The program's own grades of the profile {@code strict}. */
    public static final ValidationSettings STRICT = own(DEFAULT, "/config/validation-strict.yaml");

    private final Map<FindingCode, Graded> grades = new EnumMap<>(FindingCode.class);
    private final List<ForDevice> overrides = new ArrayList<>();
    private final Set<String> repairs = new HashSet<>();
    private final List<String> errors = new ArrayList<>();

    /** @param repair the rule's name, null unless the grade is REPAIR */
    record Graded(Grade grade, String repair) {
    }

    /** Other grades for some devices; of each property that is named, the device has one of the values. */
    private record ForDevice(Map<String, Set<String>> when, Map<FindingCode, Graded> grades) {

        boolean holds(Device device) {
            return when.entrySet().stream().allMatch(one -> one.getValue().contains(property(one.getKey(), device)));
        }
    }

    private ValidationSettings(ValidationSettings base, String text, String source) {
        if (base != null) {
            grades.putAll(base.grades);
        }
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root != null) {
                read(root);
            }
        } catch (MarkedYAMLException e) {
            error(e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            error(1, "not YAML: characters that it can't have");
        }
        if (!errors.isEmpty()) {
            throw new ValidationException("Grades (" + source + "):\n  " + String.join("\n  ", errors));
        }
    }

    /**
     * Reads a file of grades; what it doesn't say is as in the program's own.
     *
     * @throws ValidationException with every error and its line
     */
    public static ValidationSettings parse(String text, String source) {
        return parse(text, source, Profile.FAITHFUL);
    }

    /** The same for a profile, which decides on what the file doesn't say. */
    public static ValidationSettings parse(String text, String source, Profile profile) {
        return new ValidationSettings(of(profile), text, source);
    }

    private static ValidationSettings of(Profile profile) {
        return profile == Profile.STRICT ? STRICT : DEFAULT;
    }

    /**
     * Reads a file; null: the program's own grades.
     *
     * @throws ValidationException if it is missing or wrong
     */
    public static ValidationSettings load(Path fileOrNull, Profile profile) {
        if (fileOrNull == null) {
            return of(profile);
        }
        try {
            return parse(Files.readString(fileOrNull), fileOrNull.toString(), profile);
        } catch (NoSuchFileException e) {
            throw new ValidationException("There is no file of grades " + fileOrNull);
        } catch (IOException e) {
            throw new ValidationException("The grades in " + fileOrNull + " can't be read: the file must be UTF-8");
        }
    }

    /** As {@link #load}, of the file beside the program if there is one, else of the jar. */
    public static ValidationSettings inForce(Profile profile) {
        return load(Files.isReadable(BESIDE) ? BESIDE : null, profile);
    }

    /**
     * Checks the names of repairs.
     *
     * @throws ValidationException naming the repairs that no rule has the name of
     */
    public ValidationSettings withRules(Set<String> names) {
        List<String> missing = repairs.stream().filter(name -> !names.contains(name)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new ValidationException("Grades: there is no cleansing rule " + String.join(", ", missing));
        }
        return this;
    }

    /** The last of the overrides that hold decides. */
    Graded of(FindingCode code, Device device) {
        Graded graded = grades.get(code);
        for (ForDevice one : overrides) {
            if (one.grades.containsKey(code) && one.holds(device)) {
                graded = one.grades.get(code);
            }
        }
        return graded;
    }

    private static ValidationSettings own(ValidationSettings base, String inJar) {
        try (InputStream in = ValidationSettings.class.getResourceAsStream(inJar)) {
            return new ValidationSettings(base, new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    inJar.substring(1));
        } catch (IOException e) {
            throw new ValidationException("The program's own grades can't be read");
        }
    }

    private void read(Node root) {
        for (Map.Entry<String, Node> entry : map(root).entrySet()) {
            switch (entry.getKey()) {
                case "grades" -> readGrades(entry.getValue(), grades);
                case "overrides" -> list(entry.getValue()).forEach(this::readOverride);
                default -> error(entry.getValue(), "'" + entry.getKey() + "' is not known; there are grades and"
                        + " overrides");
            }
        }
    }

    private void readGrades(Node node, Map<FindingCode, Graded> into) {
        map(node).forEach((name, value) -> {
            try {
                into.put(FindingCode.valueOf(name), graded(value));
            } catch (IllegalArgumentException e) {
                error(value, "there is no finding " + name);
            }
        });
    }

    private Graded graded(Node node) {
        if (node instanceof MappingNode) {
            Map<String, Node> map = map(node);
            String rule = map.containsKey("repair") && map.size() == 1 ? text(map.get("repair")) : "";
            if (rule.isEmpty()) {
                error(node, "a repair names a rule: {repair: name}");
            }
            repairs.add(rule);
            return new Graded(Grade.REPAIR, rule);
        }
        return switch (text(node)) {
            case "ignore" -> new Graded(Grade.IGNORE, null);
            case "record" -> new Graded(Grade.RECORD, null);
            case "confirm" -> new Graded(Grade.CONFIRM, null);
            case "quarantine" -> new Graded(Grade.QUARANTINE, null);
            default -> {
                error(node, "a grade is ignore, record, confirm, quarantine or {repair: name of a rule}");
                yield new Graded(Grade.RECORD, null);
            }
        };
    }

    private void readOverride(Node node) {
        Map<String, Set<String>> when = new HashMap<>();
        Map<FindingCode, Graded> changed = new EnumMap<>(FindingCode.class);
        map(node).forEach((key, value) -> {
            switch (key) {
                case "when" -> map(value).forEach((property, values) -> {
                    if (property(property, Device.UNKNOWN) == null) {
                        error(values, "'" + property + "' is not known; there are modality, sop-class, station,"
                                + " manufacturer, model and software");
                    }
                    List<Node> several = values instanceof SequenceNode list ? list.getValue() : List.of(values);
                    when.put(property, new HashSet<>(several.stream().map(this::text).toList()));
                });
                case "grades" -> readGrades(value, changed);
                default -> error(value, "'" + key + "' is not known; an override has when and grades");
            }
        });
        if (when.isEmpty() || changed.isEmpty()) {
            error(node, "an override needs when and grades");
        }
        overrides.add(new ForDevice(when, changed));
    }

    private static String property(String name, Device device) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "modality" -> device.modality();
            case "sop-class" -> device.sopClassUid();
            case "station" -> device.station();
            case "manufacturer" -> device.manufacturer();
            case "model" -> device.model();
            case "software" -> device.software();
            default -> null;
        };
    }

    private Map<String, Node> map(Node node) {
        Map<String, Node> map = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            error(node, "a map is due here");
            return map;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (map.put(text(tuple.getKeyNode()), tuple.getValueNode()) != null) {
                error(tuple.getKeyNode(), "'" + text(tuple.getKeyNode()) + "' is there twice");
            }
        }
        return map;
    }

    private List<Node> list(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        error(node, "a list is due here");
        return List.of();
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        error(node, "a word is due here");
        return "";
    }

    private void error(Node node, String what) {
        error(node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1, what);
    }

    private void error(int line, String what) {
        errors.add("line " + line + ": " + what);
    }
}
