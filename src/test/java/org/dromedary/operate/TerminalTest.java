package org.dromedary.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    /** In the table a control character is written {@code <1B>}. */
    private static String controls(String text) {
        StringBuilder all = new StringBuilder(text);
        for (int at = all.indexOf("<"); at >= 0; at = all.indexOf("<", at + 1)) {
            all.replace(at, at + 4, Character.toString(Integer.parseInt(all.substring(at + 1, at + 3), 16)));
        }
        return all.toString();
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {
        "plain Müller 漢字,plain Müller 漢字",
        "a<09>b<0A>c<0D><0A>d<0A>,a<09>b<0A>c<0D><0A>d<0A>",
        "name<1B>[2J,name\\x1B[2J",
        "hidden<0D>shown<0A>,hidden\\x0Dshown<0A>",
        "<9B>31m,\\x9B31m",
        "bell<07> del<7F>,bell\\x07 del\\x7F",
    })
    void whatActsOnATerminalIsShownAndAllElsePasses(String printed, String expected) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = Terminal.guarded(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            out.print(controls(printed));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(controls(expected));
    }
}
