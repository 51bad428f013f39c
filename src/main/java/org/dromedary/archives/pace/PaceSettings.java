package org.dromedary.archives.pace;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** The pace windows by their names, as they are written; {@link WindowReader} understands them. */
@ConfigMapping(prefix = "dromedary.pace")
@Unremovable
public interface PaceSettings {

    /** Windows by name. */
    @WithParentName
    Map<String, NamedWindow> windows();

    /** One window: when it applies, to which archives, and how hard each may be worked then. */
    interface NamedWindow {
        /** Days on which it begins: MON to SUN, ranges such as MON-FRI, HOLIDAY; unset: every day. */
        Optional<List<String>> days();

        /** Hours by the clock on the wall; `20:00-06:00` passes midnight; unset: the whole day. */
        Optional<List<String>> hours();

        /** Archives for which it holds. */
        @WithDefault("source,target")
        List<String> archives();

        /** Of two windows that apply at once the one with the smaller order decides. */
        @WithDefault("100")
        String order();

        /** C-FIND. */
        OperationLimits query();

        /** C-MOVE, C-GET and the objects that come. */
        OperationLimits retrieve();

        /** C-STORE. */
        OperationLimits store();
    }

    /** The limits of one kind of work within a window. */
    interface OperationLimits {
        /** Most associations at once, over all workers. */
        Optional<String> associations();

        /** Most series begun in a minute; C-FIND requests for queries. */
        Optional<String> seriesPerMinute();

        /** Most objects in a second; answers for queries. */
        Optional<String> objectsPerSecond();

        /** Most bytes in a second, such as `20 MB`, `512 kB` or `1 MiB`. */
        Optional<String> bytesPerSecond();

        /** Rest of an association between two series. */
        Optional<String> pause();

        /** Nothing is begun at all. */
        @WithDefault("false")
        String stopped();

        /** Duty cycle: work so long … */
        Optional<String> work();

        /** … and then rest so long. */
        Optional<String> rest();
    }

    /** Windows and calendar are understood. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            WindowReader.read(settings.map(PaceSettings.class), settings.map(CalendarSettings.class));
        }
    }
}
