package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationsDocumentTest {

    private static final Pattern KIND = Pattern.compile("(?: String [A-Z_]+ = |incidents\\.open\\()\"([A-Z0-9_]+)\"");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z0-9_]+(?:, [A-Z0-9_]+)*) \\| .+ \\| .+ \\| .+ \\|");

    @Test
    void namesEveryKindOfIncident() throws IOException {
        assertThat(documented()).containsExactlyElementsOf(kinds());
    }

    /** The kinds are constants of the classes that open incidents. */
    private static Set<String> kinds() throws IOException {
        Set<String> kinds = new TreeSet<>(Set.of("LEDGER_DOWN"));
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                Matcher kind = KIND.matcher(text);
                while (text.contains("incidents.open(") && kind.find()) {
                    kinds.add(kind.group(1));
                }
            }
        }
        return kinds;
    }

    private static Set<String> documented() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs", "operations.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                kinds.addAll(Set.of(row.group(1).split(", ")));
            }
        }
        return kinds;
    }
}
