package org.dromedary.operate.cli;

import java.util.Optional;
import org.dromedary.archives.archive.Archive;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.operate.runtime.AllSettings;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;

/** Every setting of a migration, looked at before anything is done: all that is wrong is told at once. */
final class CheckedSettings {

    private static final Optional<String> GIVEN = Optional.of("GIVEN");

    private CheckedSettings() {
    }

    /** @throws StartUpException with a line for each setting that is missing, unknown or wrong */
    static void of(Settings settings) {
        AllSettings.check(settings,
                () -> Archive.checkAeTitle("dromedary.local.aet", settings.map(ArchiveSettings.Local.class).aet()),
                // One after the other, so that a missing title does not hide a missing host.
                () -> {
                    ArchiveSettings.Source source = settings.map(ArchiveSettings.Source.class);
                    Archive.of("source", source.aet(), GIVEN, source.port());
                },
                () -> {
                    ArchiveSettings.Source source = settings.map(ArchiveSettings.Source.class);
                    Archive.of("source", GIVEN, source.host(), source.port());
                },
                () -> {
                    ArchiveSettings.Target target = settings.map(ArchiveSettings.Target.class);
                    Archive.of("target", target.aet(), GIVEN, target.port());
                },
                () -> {
                    ArchiveSettings.Target target = settings.map(ArchiveSettings.Target.class);
                    Archive.of("target", GIVEN, target.host(), target.port());
                });
    }
}
