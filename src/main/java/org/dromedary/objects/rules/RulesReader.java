package org.dromedary.objects.rules;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a rule file; goes on after what is wrong, so that all of it is known at once. */
final class RulesReader {

    /** Names stand in objects of any character set. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}");
    private static final int MAX_REASON_LENGTH = 200;
    private static final int MAX_RULES = 1000;

    private final Tables tables;
    private final Problems problems;
    private final Set<Integer> sequences = new TreeSet<>();
    private final Map<String, Integer> lines = new HashMap<>();

    RulesReader(Tables tables, Problems problems) {
        this.tables = tables;
        this.problems = problems;
    }

    /** The sequences of the outermost level that rules look into. */
    Set<Integer> sequences() {
        return Set.copyOf(sequences);
    }

    /** The rules; not to be used if there are problems. */
    List<Rule> read(String text) {
        Node root = null;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(line, "this is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(1, "this is not YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
        List<Rule> rules = new ArrayList<>();
        if (root != null) {
            Map<String, Setting> fields = new Setting(root, problems).fields(Set.of("rules"), "rules");
            Setting list = fields.get("rules");
            if (list != null && !list.isList() && !(list.isText() && list.text().isEmpty())) {
                list.wrong("a list of rules is expected here");
            } else if (list != null && list.isList()) {
                list.list().forEach(one -> rules.add(rule(one)));
            }
        }
        if (rules.size() > MAX_RULES) {
            problems.add(1, "there are more than " + MAX_RULES + " rules");
        }
        return rules;
    }

    private Rule rule(Setting setting) {
        Map<String, Setting> fields = setting.fields(Set.of("name", "why", "when", "do"), "name", "why", "when", "do");
        String name = fields.containsKey("name") ? name(fields.get("name")) : "";
        String why = fields.containsKey("why") ? why(fields.get("why")) : "";
        ConditionReader conditions = new ConditionReader(tables, sequences);
        Condition when = fields.containsKey("when") ? conditions.read(fields.get("when")) : subject -> false;
        ActionReader actions = new ActionReader(tables, sequences);
        List<Action> all = fields.containsKey("do") ? actions.read(fields.get("do")) : List.of();
        return new Rule(name, why, setting.line(), when, all, conditions.reads(), actions.keys());
    }

    private String name(Setting setting) {
        String name = setting.text();
        if (!NAME.matcher(name).matches()) {
            setting.wrong("a name has up to 64 letters of English, digits, spaces, points, hyphens and underscores");
        }
        Integer before = lines.putIfAbsent(name, setting.line());
        if (before != null) {
            setting.wrong("line " + before + " has a rule '" + name + "' already");
        }
        return name;
    }

    private static String why(Setting setting) {
        String why = setting.text().strip();
        if (why.isEmpty() || why.length() > MAX_REASON_LENGTH) {
            setting.wrong("a reason of 1 to " + MAX_REASON_LENGTH + " characters is expected here");
        }
        return why;
    }
}
