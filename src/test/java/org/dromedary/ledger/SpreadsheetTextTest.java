package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTextTest {

    /** How a reader sees cells that separates by one of these, whatever quotes it respects or not. */
    private static Stream<String> cells(String text) {
        return Stream.of(",", ";", "\t", "\\|").flatMap(separator -> Stream.of(text.split("[\r\n]|" + separator, -1)));
    }

    private static boolean isFormula(String cell) {
        String shown = cell.replace('\u00A0', ' ').strip();
        return !shown.isEmpty() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(shown.charAt(0)) >= 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\uFF1DHYPERLINK(1)", "\uFF0B1",
        "\uFF0D1", "\uFF201", " =1", "x;=1", "x,=1", "x\t=1", "x\n=1", "x; @1", "a;;=1", "'=1", "x;'=1", "|=1", "=;="})
    void noReaderSeesAFormulaAndTheTextComesBack(String text) {
        String guarded = SpreadsheetText.guarded(text);
        assertThat(cells(guarded)).noneMatch(SpreadsheetTextTest::isFormula);
        assertThat(SpreadsheetText.plain(guarded)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Thorax a-p", "A=B", "O'BRIEN", "1-2;3", "x; y"})
    void otherTextsStayAsTheyAre(String text) {
        assertThat(SpreadsheetText.guarded(text)).isEqualTo(text);
        assertThat(SpreadsheetText.plain(text)).isEqualTo(text);
    }

    @Test
    void anyMixtureOfSignsAndSeparatorsIsSafeAndComesBack() {
        String letters = "=+-@\uFF1D,;|\t\r\n' \u00A0ax";
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(9), 0, letters.length()).forEach(at -> text.append(letters.charAt(at)));
            String guarded = SpreadsheetText.guarded(text.toString());
            assertThat(cells(guarded)).as("%s", text).noneMatch(SpreadsheetTextTest::isFormula);
            assertThat(SpreadsheetText.plain(guarded)).isEqualTo(text.toString());
        }
    }
}
