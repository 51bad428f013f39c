package org.dromedary.objects.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.dromedary.objects.rules.Field.Found;

/** Reads what a field of {@code when} must be: a value, a list of values, or a map of tests that must all hold. */
final class TestReader {

    static final Set<String> TESTS = Set.of("equals", "in", "regex", "missing", "empty", "hasValue", "before", "after",
            "between", "olderThan", "youngerThan", "less", "greater");
    private static final int MAX_NUMBER_LENGTH = 64;

    private final Tables tables;

    TestReader(Tables tables) {
        this.tables = tables;
    }

    /**
     * What values a field has.
     *
     * @param normal brings values, of the rule and of the object, into the form in which they are compared
     * @param fault  what is wrong with a value of the rule, or null
     */
    record Values(UnaryOperator<String> normal, UnaryOperator<String> fault) {
        static final Values ANY = new Values(UnaryOperator.identity(), value -> null);
    }

    /** Whether what was found passes. */
    @FunctionalInterface
    interface Test {
        boolean passes(Found found, Subject subject);
    }

    /** All tests of a field. */
    List<Test> read(Setting setting, Values values) {
        if (!setting.isMap()) {
            return List.of(among(texts(setting, values), values));
        }
        List<Test> tests = new ArrayList<>();
        Map<String, Setting> fields = setting.fields(TESTS);
        if (setting.entries().isEmpty()) {
            setting.wrong("a test is missing: " + String.join(", ", TESTS.stream().sorted().toList()));
        }
        fields.forEach((name, value) -> tests.add(test(name, value, values)));
        return tests;
    }

    private Test test(String name, Setting value, Values values) {
        return switch (name) {
            case "equals" -> among(texts(value, values), values);
            case "in" -> among(value.isMap() ? column(value) : texts(value, values), values);
            case "regex" -> regex(value);
            case "missing" -> same(value, (found, subject) -> !found.isThere());
            case "empty" -> same(value, (found, subject) -> found.isThere() && !found.hasValue());
            case "hasValue" -> same(value, (found, subject) -> found.hasValue());
            case "before" -> date(day(value), compared -> compared < 0);
            case "after" -> date(day(value), compared -> compared > 0);
            case "between" -> between(value);
            case "olderThan" -> age(value, compared -> compared < 0);
            case "youngerThan" -> age(value, compared -> compared > 0);
            case "less" -> number(value, compared -> compared < 0);
            default -> number(value, compared -> compared > 0);
        };
    }

    private static Test same(Setting value, Test test) {
        boolean wanted = value.flag();
        return (found, subject) -> test.passes(found, subject) == wanted;
    }

    private static Set<String> texts(Setting setting, Values values) {
        Set<String> texts = new HashSet<>();
        for (Setting one : setting.list()) {
            String fault = values.fault().apply(one.text());
            if (fault != null) {
                one.wrong(fault);
            }
            texts.add(one.text());
        }
        return texts;
    }

    private static Test among(Set<String> texts, Values values) {
        Set<String> wanted = new HashSet<>();
        texts.forEach(value -> wanted.add(values.normal().apply(value)));
        return (found, subject) -> found.values().stream()
                .anyMatch(value -> wanted.contains(values.normal().apply(value)));
    }

    private Set<String> column(Setting value) {
        Map<String, Setting> fields = value.fields(Set.of("csv", "column"), "csv", "column");
        if (fields.size() == 2) {
            try {
                return tables.column(fields.get("csv").text(), fields.get("column").text());
            } catch (IllegalArgumentException e) {
                value.wrong(e.getMessage());
            }
        }
        return Set.of();
    }

    private static Test regex(Setting value) {
        Pattern pattern = pattern(value);
        return (found, subject) -> found.values().stream().anyMatch(text -> BoundedText.finds(pattern, text));
    }

    /** What matches nothing, with a note, if it is no regular expression. */
    static Pattern pattern(Setting value) {
        try {
            return Pattern.compile(value.text());
        } catch (PatternSyntaxException e) {
            value.wrong("this is no regular expression: " + e.getDescription() + " at character " + (e.getIndex() + 1));
            return Pattern.compile("(?!)");
        }
    }

    private static LocalDate day(Setting value) {
        LocalDate day = Dates.parse(value.text());
        if (day == null) {
            value.wrong("a day as 2015-01-31 is expected here");
            return LocalDate.EPOCH;
        }
        return day;
    }

    private static Test date(LocalDate day, IntPredicate holds) {
        return (found, subject) -> {
            LocalDate present = Dates.parse(found.first());
            return present != null && holds.test(present.compareTo(day));
        };
    }

    /** Both days included. */
    private static Test between(Setting value) {
        List<Setting> days = value.list();
        if (days.size() != 2) {
            value.wrong("two days are expected here, as [2010-01-01, 2015-12-31]");
            return (found, subject) -> false;
        }
        LocalDate last = day(days.get(1));
        Test notBefore = date(day(days.get(0)), compared -> compared >= 0);
        Test notAfter = date(last, compared -> compared <= 0);
        return (found, subject) -> notBefore.passes(found, subject) && notAfter.passes(found, subject);
    }

    private static Test age(Setting value, IntPredicate holds) {
        Period age = Dates.age(value.text());
        if (age == null) {
            value.wrong("an age as 10y, 6m, 2w or 30d is expected here");
        }
        return (found, subject) -> age != null
                && date(subject.context().today().minus(age), holds).passes(found, subject);
    }

    private static Test number(Setting value, IntPredicate holds) {
        BigDecimal limit = number(value.text());
        if (limit == null) {
            value.wrong("a number is expected here");
        }
        return (found, subject) -> {
            BigDecimal present = found.first() == null ? null : number(found.first());
            return limit != null && present != null && holds.test(present.compareTo(limit));
        };
    }

    private static BigDecimal number(String text) {
        try {
            return text.length() > MAX_NUMBER_LENGTH ? null : new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
