package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatesDocumentTest {

    @Test
    void documentedTransitionsAreThoseThatThereAre() throws IOException {
        Map<SeriesState, Set<SeriesState>> documented = new EnumMap<>(SeriesState.class);
        for (String line : Files.readAllLines(Path.of("docs", "architecture.md"))) {
            if (line.matches("\\| [A-Z_]+ \\| [A-Z_]+(, [A-Z_]+)* \\|")) {
                String[] cells = line.split(" *\\| *");
                Set<SeriesState> next = EnumSet.noneOf(SeriesState.class);
                Arrays.stream(cells[2].split(", ")).map(SeriesState::valueOf).forEach(next::add);
                documented.put(SeriesState.valueOf(cells[1]), next);
            }
        }
        Map<SeriesState, Set<SeriesState>> present = new EnumMap<>(SeriesState.class);
        for (SeriesState from : SeriesState.values()) {
            Set<SeriesState> next = EnumSet.noneOf(SeriesState.class);
            Arrays.stream(SeriesState.values()).filter(from::mayBecome).forEach(next::add);
            present.put(from, next);
        }
        assertThat(documented).isEqualTo(present);
    }
}
