package org.dromedary.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dromedary.archive.ArchiveSettings;
import org.dromedary.deadletter.RetrySettings;
import org.dromedary.inventory.InventorySettings;
import org.dromedary.ops.embedded.ServiceSettings;
import org.dromedary.reconcile.ReconcileSettings;
import org.dromedary.retrieve.RetrieveSettings;
import org.dromedary.stage.SpoolSettings;
import org.dromedary.store.StoreSettings;
import org.dromedary.transcode.TranscodeSettings;
import org.dromedary.verify.VerifySettings;

/** Every interface that declares settings. */
public final class AllSettings {

    public static final List<Class<?>> INTERFACES = List.of(ArchiveSettings.Local.class, ArchiveSettings.Source.class,
            ArchiveSettings.Target.class, ArchiveSettings.Limits.class, InventorySettings.class, RetrieveSettings.class,
            ReconcileSettings.class, TranscodeSettings.class, StoreSettings.class, VerifySettings.class,
            RetrySettings.class, SpoolSettings.class, ServiceSettings.Database.class, ServiceSettings.Broker.class,
            ServiceSettings.Redelivery.class);

    /** Settings that are needed before any interface can be read, with their defaults. */
    public static final Map<String, String> OF_THE_PROCESS =
            Map.of("dromedary.data-dir", "data", "dromedary.routes-dir", "routes");

    /** Set by the program itself. */
    private static final Set<String> INTERNAL = Set.of("dromedary.services-started");

    private AllSettings() {
    }

    /** Every property with its default, empty if it has none. */
    public static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(OF_THE_PROCESS);
        for (Class<?> settings : INTERFACES) {
            String prefix = settings.getAnnotation(ConfigMapping.class).prefix();
            for (Method method : settings.getMethods()) {
                WithDefault otherwise = method.getAnnotation(WithDefault.class);
                String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                properties.put(prefix + "." + name, otherwise == null ? "" : otherwise.value());
            }
        }
        return properties;
    }

    /** @throws StartUpException naming what is wrong or unknown, before anything is started */
    static void check(Settings settings) {
        INTERFACES.forEach(settings::map);
        Set<String> unknown = settings.given();
        unknown.removeAll(properties().keySet());
        unknown.removeAll(INTERNAL);
        if (!unknown.isEmpty()) {
            throw new StartUpException("There is no setting " + String.join(", ", unknown)
                    + ": see docs/configuration.md for those there are");
        }
    }
}
