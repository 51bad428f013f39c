package org.dromedary.archives.pace;

import java.time.Duration;

/**
 * How hard one archive may be worked by one kind of operation; null means no limit. Rates hold for all workers
 * together.
 *
 * @param pause rest of an association between two series
 * @param work of a duty cycle: so long there is work, then for {@code rest} there is none
 */
public record Limits(Integer associations, Double seriesPerMinute, Double objectsPerSecond, Double bytesPerSecond,
        Duration pause, boolean stopped, Duration work, Duration rest) {

    public static final Limits NONE = new Limits(null, null, null, null, null, false, null, null);

    /** The same with {@code stronger} in place of every limit that it sets. */
    Limits with(Limits stronger) {
        return new Limits(either(stronger.associations, associations),
                either(stronger.seriesPerMinute, seriesPerMinute),
                either(stronger.objectsPerSecond, objectsPerSecond), either(stronger.bytesPerSecond, bytesPerSecond),
                either(stronger.pause, pause), stopped || stronger.stopped, either(stronger.work, work),
                either(stronger.rest, rest));
    }

    private static <T> T either(T first, T second) {
        return first == null ? second : first;
    }

    /** Milliseconds since 1970 divided into work and rest: the same for all workers whose clocks agree. */
    boolean restsAt(long millis) {
        return work != null && Math.floorMod(millis, work.toMillis() + rest.toMillis()) >= work.toMillis();
    }
}
