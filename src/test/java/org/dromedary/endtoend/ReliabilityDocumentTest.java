package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of faults names only tests that exist. */
class ReliabilityDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "reliability.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    /** A test as a table names it; one in a nested class as {@code Outer.Nested.method}. */
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|IT))((?:\\.[A-Z]\\w*)*)\\.([a-z]\\w*)`");

    @Test
    void everyTestNamedExists() throws Exception {
        List<String> absent = new ArrayList<>();
        int named = 0;
        for (Matcher name = NAME.matcher(Files.readString(DOCUMENT)); name.find();) {
            named++;
            if (!isTest(name.group(1), name.group(2).replace('.', '$'), name.group(3))) {
                absent.add(name.group());
            }
        }
        assertThat(absent).isEmpty();
        assertThat(named).isGreaterThan(15);
    }

    @Test
    void everyRowNamesATest() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| fault |") && !line.startsWith("| ---")).toList();
        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).containsPattern(NAME));
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static boolean isTest(String simpleName, String nested, String method) throws Exception {
        try (Stream<Path> sources = Files.walk(TESTS)) {
            List<String> names = sources.filter(file -> file.endsWith(simpleName + ".java"))
                    .map(file -> TESTS.relativize(file).toString().replace(".java", "").replace('/', '.')).toList();
            for (String name : names) {
                Class<?> type = Class.forName(name + nested, false, ReliabilityDocumentTest.class.getClassLoader());
                if (Arrays.stream(type.getDeclaredMethods()).filter(ReliabilityDocumentTest::isTest)
                        .map(Method::getName).anyMatch(method::equals)) {
                    return true;
                }
            }
            return false;
        }
    }
}
