package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong in a rule file, gathered so that all of it can be said at once. */
final class Problems {

    private record Problem(int line, String what) {
    }

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Node node, String what) {
        add(node.getStartMark().getLine() + 1, what);
    }

    void add(int line, String what) {
        problems.add(new Problem(line, what));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** In the order of their lines. */
    RuleException asException() {
        return new RuleException(problems.stream().sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.what()).distinct().toList());
    }
}
