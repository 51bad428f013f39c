package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A part of the rule file with its line: another form than asked for is noted, and reading goes on. */
final class Setting {

    private final Node node;
    private final Problems problems;

    Setting(Node node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Notes what is wrong here. */
    void wrong(String what) {
        problems.add(node, what);
    }

    /** Numbers and words as they are written; empty, with a note, if it is neither. */
    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(org.yaml.snakeyaml.nodes.Tag.NULL) ? "" : scalar.getValue();
        }
        wrong("a single value is expected here");
        return "";
    }

    boolean flag() {
        String text = text();
        if (!text.equals("true") && !text.equals("false")) {
            wrong("true or false is expected here");
        }
        return text.equals("true");
    }

    /** The entries of a list; something else is the only entry of one. */
    List<Setting> list() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<Setting> entries = new ArrayList<>();
        sequence.getValue().forEach(entry -> entries.add(new Setting(entry, problems)));
        return entries;
    }

    List<String> texts() {
        return list().stream().map(Setting::text).toList();
    }

    /** Keys, with their lines, and values; none, with a note, if it is no map. */
    Map<Setting, Setting> entries() {
        Map<Setting, Setting> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : mapping.getValue()) {
                Setting key = new Setting(entry.getKeyNode(), problems);
                if (!keys.add(key.text())) {
                    key.wrong("'" + key.text() + "' stands here twice");
                }
                entries.put(key, new Setting(entry.getValueNode(), problems));
            }
        } else {
            wrong("a map is expected here");
        }
        return entries;
    }

    /** A map of which each key is one of these; others are noted. */
    Map<String, Setting> fields(Set<String> known) {
        Map<String, Setting> fields = new LinkedHashMap<>();
        entries().forEach((key, value) -> {
            if (known.contains(key.text())) {
                fields.put(key.text(), value);
            } else {
                key.wrong("there is no '" + key.text() + "' here" + ClosestWord.hint(key.text(), known, true));
            }
        });
        return fields;
    }

    /** As {@link #fields(Set)}; those that are needed and missing are noted too. */
    Map<String, Setting> fields(Set<String> known, String... needed) {
        Map<String, Setting> fields = fields(known);
        for (String field : needed) {
            if (isMap() && !fields.containsKey(field)) {
                wrong("'" + field + "' is missing");
            }
        }
        return fields;
    }
}
