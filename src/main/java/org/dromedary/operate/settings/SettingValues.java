package org.dromedary.operate.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the values that were given can be read as what their properties are, in words for whoever wrote them. */
public final class SettingValues {

    /** What SmallRye takes for true, and what anybody would write for false: it takes all the rest for false. */
    private static final Set<String> BOOLEANS =
            Set.of("true", "false", "yes", "no", "y", "n", "on", "off", "1", "0");
    /** Addresses may carry credentials. */
    private static final Pattern SECRET = Pattern.compile("password|passphrase|token|secret|key|webhook|url");
    private static final int MAX_SHOWN = 80;

    private final SmallRyeConfig config;

    SettingValues(SmallRyeConfig config) {
        this.config = config;
    }

    /** One line for each of these properties whose value can't be read. */
    List<String> problems(Map<String, Method> properties) {
        List<String> problems = new ArrayList<>();
        properties.forEach((property, method) -> namesOf(property).forEach(name -> {
            Optional<String> problem = problem(name, method);
            problem.ifPresent(problems::add);
        }));
        return problems;
    }

    /** The property itself, or those that were given where its user chooses a part of the name. */
    private Collection<String> namesOf(String property) {
        if (!property.contains("<")) {
            return List.of(property);
        }
        Pattern pattern = DeclaredSettings.pattern(property);
        Set<String> names = new TreeSet<>();
        for (String name : config.getPropertyNames()) {
            if (pattern.matcher(name).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    private Optional<String> problem(String name, Method method) {
        ConfigValue value = config.getConfigValue(name);
        if (value.hasProblems()) {
            return Optional.of(name + " refers to another setting, as ${…}, that can't be read" + origin(name, value)
                    + ": give that one, or a plain value");
        }
        String text = value.getValue();
        if (text == null) {
            return Optional.empty();
        }
        Type type = method.getGenericReturnType();
        boolean optional = method.getReturnType() == Optional.class;
        if (text.isBlank()) {
            return optional ? Optional.empty()
                    : Optional.of(name + " is empty" + origin(name, value) + ": " + wanted(element(type), method));
        }
        return wrongPart(text, type).map(part -> name + " is " + shown(name, text, part) + origin(name, value) + ": "
                + wanted(element(type), method));
    }

    /** The part of the value that can't be read, which is all of it unless it is a list; empty if all is well. */
    private Optional<String> wrongPart(String text, Type type) {
        Class<?> element = element(type);
        if (!isList(type)) {
            return isReadable(text, element) ? Optional.empty() : Optional.of(text);
        }
        return Arrays.stream(text.split("(?<!\\\\),")).filter(part -> !part.isBlank())
                .filter(part -> !isReadable(part, element)).findFirst();
    }

    private boolean isReadable(String text, Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return BOOLEANS.contains(text.strip().toLowerCase(Locale.ROOT));
        }
        try {
            return config.getConverter(type).map(converter -> converter.convert(text) != null).orElse(true);
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private static boolean isList(Type type) {
        return type instanceof ParameterizedType generic
                && (Collection.class.isAssignableFrom((Class<?>) generic.getRawType())
                || isList(generic.getActualTypeArguments()[0]));
    }

    /** The type of a value, of what an Optional holds, or of what a list consists of. */
    private static Class<?> element(Type type) {
        return type instanceof ParameterizedType generic ? element(generic.getActualTypeArguments()[0])
                : (Class<?>) type;
    }

    private static String wanted(Class<?> type, Method method) {
        WithDefault otherwise = method.getAnnotation(WithDefault.class);
        return "give " + form(type) + (otherwise == null ? "" : "; the default is " + otherwise.value());
    }

    private static String form(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants()).map(each -> ((Enum<?>) each).name())
                    .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number such as 2 or 0.5";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 30s, 10m, 6h or 7d";
        }
        if (type == LocalDate.class) {
            return "a date such as 2026-01-31";
        }
        return type.getSimpleName().equals("Watermark") ? "a size such as 200 GB, or a part of the disk such as 90 %"
                : "a value that can be read as " + type.getSimpleName();
    }

    private static String shown(String name, String text, String part) {
        if (isSecret(name)) {
            return "no value that can be read (it is not shown here)";
        }
        String value = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        String quoted = "'" + value.replaceAll("\\p{Cntrl}", "?") + "'";
        return part.equals(text) ? quoted : quoted + ", of which '" + part.strip() + "' can't be read";
    }

    public static boolean isSecret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Where it was given, so that the right place is mended. */
    private static String origin(String name, ConfigValue value) {
        String source = String.valueOf(value.getConfigSourceName());
        if (source.contains("EnvConfigSource")) {
            return " (environment variable " + UnknownSettings.environmentName(name) + ")";
        }
        if (source.contains("SysPropConfigSource")) {
            return " (system property)";
        }
        return source.contains("config/application.properties") ? " (config/application.properties)" : "";
    }
}
