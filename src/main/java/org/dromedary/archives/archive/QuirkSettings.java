package org.dromedary.archives.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dromedary.archives.archive.QuirkLedger.Seen;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** What {@code dromedary.source.quirks} or {@code dromedary.target.quirks} states of an archive. */
public final class QuirkSettings {

    private static final String OFF = "off";

    private final Map<Quirk, Set<String>> stated = new EnumMap<>(Quirk.class);
    private final Set<Quirk> off = EnumSet.noneOf(Quirk.class);

    private QuirkSettings() {
    }

    /**
     * Reads entries such as {@code patient-root}, {@code association-limit=1}, {@code key-ignored=00080030} (a tag as
     * eight hexadecimal digits) or {@code cancel-breaks=off}.
     *
     * @param role "source" or "target", for messages
     * @throws SettingsException naming the property, the entry and what is wanted
     */
    public static QuirkSettings of(String role, Optional<List<String>> entries) {
        QuirkSettings settings = new QuirkSettings();
        entries.orElse(List.of()).stream().map(String::strip).filter(entry -> !entry.isEmpty())
                .forEach(entry -> settings.add("dromedary." + role + ".quirks", entry));
        return settings;
    }

    private void add(String property, String entry) {
        int equals = entry.indexOf('=');
        String word = equals < 0 ? entry : entry.substring(0, equals).strip();
        String value = equals < 0 ? "" : entry.substring(equals + 1).strip();
        Quirk quirk = Arrays.stream(Quirk.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> new SettingsException(property + ": there is no quirk '" + word + "'; there are "
                        + Arrays.stream(Quirk.values()).map(Quirk::word).collect(Collectors.joining(", "))));
        if (value.equalsIgnoreCase(OFF)) {
            off.add(quirk);
            return;
        }
        boolean fits = switch (quirk.kind()) {
            case FLAG -> value.isEmpty() || value.equals("on");
            case NUMBER -> value.matches("[1-9][0-9]{0,8}");
            case SET -> !value.isEmpty();
        };
        if (!fits) {
            throw new SettingsException(property + ": '" + entry + "' is not valid; write " + word
                    + switch (quirk.kind()) {
                case FLAG -> " or " + word + "=off";
                case NUMBER -> "=NUMBER (1 or more) or " + word + "=off";
                case SET -> "=VALUE or " + word + "=off";
            });
        }
        stated.computeIfAbsent(quirk, each -> new TreeSet<>()).add(quirk.kind() == Quirk.Kind.FLAG ? "" : value);
    }

    boolean isOff(Quirk quirk) {
        return off.contains(quirk);
    }

    Set<String> values(Quirk quirk) {
        return stated.getOrDefault(quirk, Set.of());
    }

    List<Seen> stated() {
        List<Seen> seen = new ArrayList<>();
        stated.forEach((quirk, values) ->
                values.forEach(value -> seen.add(new Seen(quirk, value, "set by property", null, null))));
        return seen;
    }

    /** What is stated of the source is understood. */
    public static final class SourceCheck implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            of("source", settings.map(ArchiveSettings.Source.class).quirks());
        }
    }

    /** What is stated of the target is understood. */
    public static final class TargetCheck implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            of("target", settings.map(ArchiveSettings.Target.class).quirks());
        }
    }
}
