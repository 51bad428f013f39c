package org.dromedary.operate.runtime;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.archives.archive.TlsSettings;
import org.dromedary.archives.pace.CalendarSettings;
import org.dromedary.archives.pace.ClosedLoopSettings;
import org.dromedary.archives.pace.PaceSettings;
import org.dromedary.coordination.audit.AuditSettings;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.coordination.settings.RedeliverySettings;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.hospital.hl7.Hl7Settings;
import org.dromedary.hospital.hl7.OutboxSettings;
import org.dromedary.hospital.reports.ReportSettings;
import org.dromedary.hospital.ris.CsvSettings;
import org.dromedary.hospital.ris.RisSettings;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.objects.rules.RuleSettings;
import org.dromedary.objects.validation.ValidationProfile;
import org.dromedary.operate.embedded.ServiceSettings;
import org.dromedary.operate.security.AccessSettings;
import org.dromedary.operate.settings.DeclaredSettings;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.operate.settings.UnknownSettings;
import org.dromedary.pipeline.books.LedgerSettings;
import org.dromedary.pipeline.deadletter.RetrySettings;
import org.dromedary.pipeline.inventory.InventorySettings;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import org.dromedary.pipeline.retrieve.RetrieveSettings;
import org.dromedary.pipeline.stage.SpoolSettings;
import org.dromedary.pipeline.store.StoreSettings;
import org.dromedary.pipeline.transcode.TranscodeSettings;
import org.dromedary.pipeline.verify.VerifySettings;

/** Every interface that declares settings. */
public final class AllSettings {

    public static final List<Class<?>> INTERFACES = List.of(ArchiveSettings.Local.class, ArchiveSettings.Source.class,
            ArchiveSettings.Target.class, ArchiveSettings.Limits.class, InventorySettings.class, RetrieveSettings.class,
            ReconcileSettings.class, CoercionSettings.class, TranscodeSettings.class, StoreSettings.class,
            VerifySettings.class, RetrySettings.class, RuleSettings.class, SpoolSettings.class,
            ServiceSettings.Database.class, ServiceSettings.Broker.class, RedeliverySettings.class,
            HttpSettings.class, AccessSettings.class, RunSettings.class, AuditSettings.class, IncidentSettings.class,
            LedgerSettings.class, PaceSettings.class, CalendarSettings.class, ClosedLoopSettings.class,
            Hl7Settings.class, OutboxSettings.class, TlsSettings.class, ReportSettings.class, RisSettings.class, CsvSettings.class,
            ValidationProfile.class);

    private static final Map<String, String> OF_THE_PROCESS = Map.of(
            ProcessSettings.DATA_DIR, ProcessSettings.DEFAULT_DATA_DIR,
            ProcessSettings.ROUTES_DIR, ProcessSettings.DEFAULT_ROUTES_DIR);

    private AllSettings() {
    }

    /** Every property with its default, empty if it has none; what the user chooses is {@code <name>}. */
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
        INTERFACES.forEach(settings -> declared.putAll(DeclaredSettings.of(settings)));
        return declared;
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
        problems.addAll(new UnknownSettings(settings).problems(properties().keySet(), Set.of(Daemon.STARTED)));
        for (Runnable check : more) {
            attempt(problems, check);
        }
        ServiceLoader.load(SettingsCheck.class, SettingsCheck.class.getClassLoader())
                .forEach(check -> attempt(problems, () -> check.check(settings)));
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
}
