package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {

    private static final Pattern ROW = Pattern.compile(
            "\\| `(dromedary\\.[a-z0-9.<>-]+)` \\| (?:`([^`]*)`)? ?\\| .+ \\|");

    @Test
    void namesEveryPropertyWithItsDefault() throws IOException {
        assertThat(documented()).containsExactlyEntriesOf(AllSettings.properties());
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs", "configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
            }
        }
        return rows;
    }
}
