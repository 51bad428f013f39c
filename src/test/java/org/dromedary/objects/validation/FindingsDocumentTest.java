package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingsDocumentTest {

    @Test
    void namesEveryFindingWithItsGradeMeaningAndAdvice() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs", "validation.md")).stream()
                .filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).containsExactlyElementsOf(Stream.of(FindingCode.values()).map(FindingsDocumentTest::row)
                .toList());
    }

    private static String row(FindingCode code) {
        String grade = ValidationSettings.DEFAULT.of(code, Device.UNKNOWN).grade().name().toLowerCase(Locale.ROOT);
        return "| `" + code + "`" + (code.isDamage() ? "†" : "") + " | " + grade + " | " + code.meaning() + " | "
                + code.advice() + " |";
    }
}
