package org.dromedary.objects.coercion;

import java.io.IOException;

/** An object that can't be changed as the plan wants without loss, so that it must not be sent. */
public final class CoercionException extends IOException {

    /** A value can't be expressed in the object's character set. */
    public static final String CANNOT_ENCODE = "CANNOT_ENCODE";
    /** The object can't be read as far as it must be changed. */
    public static final String CANNOT_READ = "CANNOT_READ";

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param detail tags, offsets and character sets; never a value */
    public CoercionException(String reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public static CoercionException unreadable(String detail, Throwable cause) {
        return new CoercionException(CANNOT_READ, detail, cause);
    }

    /** One of the codes above, for the ledger. */
    public String reason() {
        return reason;
    }
}
