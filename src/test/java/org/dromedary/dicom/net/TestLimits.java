package org.dromedary.dicom.net;

import java.time.Duration;
import org.dromedary.dicom.ul.Timeouts;

/** Limits for tests: long where a loaded machine may be slow, short where the limit itself is tested. */
public final class TestLimits {
    public static final Timeouts LONG = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
    public static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(1500),
            Duration.ofMillis(1500),
            Duration.ofMillis(1500));

    private TestLimits() { }
}
