package org.dromedary.dicom.ul;

import java.time.Duration;

/** A wait or a write that outlasted its limit; the association is gone when this arrives. */
public class DicomTimeoutException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final Duration limit;

    public DicomTimeoutException(String what, Duration limit) {
        super("Timed out after " + limit.toMillis() + " ms: " + what);
        this.what = what;
        this.limit = limit;
    }

    public String what() {
        return what;
    }

    public Duration limit() {
        return limit;
    }
}
