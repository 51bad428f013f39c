package org.dromedary.operate.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The properties that an interface of settings declares. */
public final class DeclaredSettings {

    /** Stands for a part of a property that its user chooses. */
    private static final String NAME = "<name>";

    private DeclaredSettings() {
    }

    /** The properties of one interface. */
    public static Map<String, Method> of(Class<?> settings) {
        Map<String, Method> declared = new TreeMap<>();
        addAll(settings.getAnnotation(ConfigMapping.class).prefix(), settings, declared);
        return declared;
    }

    private static void addAll(String prefix, Class<?> settings, Map<String, Method> declared) {
        for (Method method : settings.getMethods()) {
            String word = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            String name = method.isAnnotationPresent(WithParentName.class) ? prefix : prefix + "." + word;
            if (method.getReturnType() == Map.class) {
                ParameterizedType map = (ParameterizedType) method.getGenericReturnType();
                addAll(name + "." + NAME, (Class<?>) map.getActualTypeArguments()[1], declared);
            } else if (isGroup(method.getReturnType())) {
                addAll(name, method.getReturnType(), declared);
            } else {
                declared.put(name, method);
            }
        }
    }

    /** Whether it is an interface of settings within another, or beside others. */
    private static boolean isGroup(Class<?> type) {
        return type.isInterface() && type.getEnclosingClass() != null
                && type.getPackageName().startsWith("org.dromedary.");
    }

    /** What a property must look like to be this one; {@code <name>} is any word. */
    static Pattern pattern(String property) {
        return Pattern.compile(Pattern.quote(property).replace(NAME, "\\E[^.]+\\Q"));
    }
}
