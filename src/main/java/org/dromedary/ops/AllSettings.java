package org.dromedary.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.dromedary.archive.ArchiveSettings;
import org.dromedary.archive.QuirkSettings;
import org.dromedary.archive.SettingsException;
import org.dromedary.books.LedgerSettings;
import org.dromedary.cleanse.RuleException;
import org.dromedary.cleanse.RuleSettings;
import org.dromedary.cleanse.RulesInForce;
import org.dromedary.coercion.Coercion;
import org.dromedary.deadletter.RetrySettings;
import org.dromedary.dicom.data.CharacterSet;
import org.dromedary.hl7.Hl7Settings;
import org.dromedary.hl7.OutboxSender;
import org.dromedary.hl7.OutboxSettings;
import org.dromedary.incident.Channel;
import org.dromedary.incident.IncidentSettings;
import org.dromedary.inventory.InventorySettings;
import org.dromedary.ops.embedded.ServiceSettings;
import org.dromedary.pace.CalendarSettings;
import org.dromedary.pace.ClosedLoopSettings;
import org.dromedary.pace.Pace;
import org.dromedary.pace.PaceSettings;
import org.dromedary.pace.SourceWatch;
import org.dromedary.plan.CoercionSettings;
import org.dromedary.reconcile.ReconcileSettings;
import org.dromedary.reports.ReportSettings;
import org.dromedary.retrieve.RetrieveSettings;
import org.dromedary.ris.CsvSettings;
import org.dromedary.ris.RisSettings;
import org.dromedary.stage.SpoolSettings;
import org.dromedary.store.StoreSettings;
import org.dromedary.transcode.Policies;
import org.dromedary.transcode.TranscodeSettings;
import org.dromedary.validate.ValidationProfile;
import org.dromedary.verify.VerifySettings;

/** Every interface that declares settings. */
public final class AllSettings {

    public static final List<Class<?>> INTERFACES = List.of(ArchiveSettings.Local.class, ArchiveSettings.Source.class,
            ArchiveSettings.Target.class, ArchiveSettings.Limits.class, InventorySettings.class, RetrieveSettings.class,
            ReconcileSettings.class, CoercionSettings.class, TranscodeSettings.class, StoreSettings.class,
            VerifySettings.class, RetrySettings.class, RuleSettings.class, SpoolSettings.class, ServiceSettings.Database.class, ServiceSettings.Broker.class,
            ServiceSettings.Redelivery.class, HttpSettings.class, RunSettings.class, IncidentSettings.class, LedgerSettings.class,
            PaceSettings.class, CalendarSettings.class, ClosedLoopSettings.class, Hl7Settings.class,
            OutboxSettings.class, ReportSettings.class, RisSettings.class, CsvSettings.class, ValidationProfile.class);

    /** Settings that are needed before any interface can be read, with their defaults. */
    public static final Map<String, String> OF_THE_PROCESS =
            Map.of("dromedary.data-dir", "data", "dromedary.routes-dir", "routes");

    /** Stands for a part of a property that its user chooses. */
    private static final String NAME = "<name>";

    /** Set by the program itself. */
    private static final Set<String> INTERNAL = Set.of("dromedary.services-started");

    private AllSettings() {
    }

    /** Every property with its default, empty if it has none; what a user names himself is {@code <name>}. */
    public static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(OF_THE_PROCESS);
        declared().forEach((name, method) -> {
            WithDefault otherwise = method.getAnnotation(WithDefault.class);
            properties.put(name, otherwise == null ? "" : otherwise.value());
        });
        return properties;
    }

    /** Every property of the interfaces with the method that declares it. */
    static Map<String, Method> declared() {
        Map<String, Method> declared = new TreeMap<>();
        INTERFACES.forEach(settings -> declared.putAll(declaredBy(settings)));
        return declared;
    }

    /** The properties of one interface. */
    static Map<String, Method> declaredBy(Class<?> settings) {
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
            } else if (isGroup(method.getReturnType(), settings)) {
                addAll(name, method.getReturnType(), declared);
            } else {
                declared.put(name, method);
            }
        }
    }

    /** Whether it is an interface of settings in the other one, or beside it in the same class. */
    private static boolean isGroup(Class<?> type, Class<?> settings) {
        Class<?> around = type.getEnclosingClass();
        return type.isInterface() && around != null
                && (around == settings || around == settings.getEnclosingClass());
    }

    /** What a property must look like to be this one; {@code <name>} is any word. */
    static Pattern pattern(String property) {
        return Pattern.compile(Pattern.quote(property).replace(NAME, "\\E[^.]+\\Q"));
    }

    /**
     * Looks at every setting before anything is started.
     *
     * @param more checks beyond the settings' own, each of which throws for what is wrong
     * @throws StartUpException naming all that is wrong or unknown, a line each
     */
    public static void check(Settings settings, Runnable... more) {
        Set<String> problems = new LinkedHashSet<>();
        for (Class<?> each : INTERFACES) {
            attempt(problems, () -> settings.map(each));
        }
        problems.addAll(new UnknownSettings(settings).problems(properties().keySet(), INTERNAL));
        for (Runnable check : more) {
            attempt(problems, check);
        }
        attempt(problems, () -> HttpAddress.of(settings));
        attempt(problems, () -> checkRun(settings.map(RunSettings.class)));
        attempt(problems, () -> Channel.of(settings.map(IncidentSettings.class)));
        attempt(problems, () -> OutboxSender.check(settings.map(OutboxSettings.class)));
        attempt(problems, () -> QuirkSettings.of("source", settings.map(ArchiveSettings.Source.class).quirks()));
        attempt(problems, () -> QuirkSettings.of("target", settings.map(ArchiveSettings.Target.class).quirks()));
        attempt(problems, () -> checkCharacterSets(settings.map(CoercionSettings.class)));
        attempt(problems, () -> checkRules(settings.map(RuleSettings.class)));
        attempt(problems, () -> Policies.check(settings.map(TranscodeSettings.class)));
        attempt(problems, () -> Pace.check(settings.map(PaceSettings.class), settings.map(CalendarSettings.class)));
        attempt(problems, () -> SourceWatch.check(settings.map(ClosedLoopSettings.class)));
        if (!problems.isEmpty()) {
            throw new StartUpException(String.join("\n", problems));
        }
    }

    /** A setting that can't be read is one problem, however many checks would have looked at it. */
    private static void attempt(Set<String> problems, Runnable check) {
        try {
            check.run();
        } catch (StartUpException | SettingsException | IllegalArgumentException e) {
            problems.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
    }

    private static void checkRun(RunSettings settings) {
        if (settings.giveUpAfter().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new StartUpException("dromedary.run.give-up-after must be at least 1s");
        }
        if (settings.shutdownTimeout().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new StartUpException("dromedary.run.shutdown-timeout must be at least 1s");
        }
    }

    private static void checkRules(RuleSettings settings) {
        try {
            RulesInForce.load(Path.of(settings.file()), RulesInForce.keys(settings));
        } catch (RuleException e) {
            throw new StartUpException("The cleansing rules are not valid:\n" + e.getMessage(), e);
        }
    }

    private static void checkCharacterSets(CoercionSettings settings) {
        for (String terms : List.of(settings.characterSet(), settings.assumedCharacterSet().orElse(Coercion.KEEP))) {
            CharacterSet characterSet = CharacterSet.of(Coercion.terms(terms).toArray(String[]::new));
            if (!characterSet.isKnown()) {
                throw new StartUpException("There is no character set " + characterSet.unknownTerms().get(0)
                        + ": dromedary.coercion wants defined terms of (0008,0005), such as ISO_IR 192");
            }
        }
    }
}
