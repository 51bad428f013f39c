package org.dromedary.dicom.tls;

import java.io.IOException;

/** Why there is no secure connection, in one line that says what to do. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1L;

    public TlsException(String message) {
        super(message);
    }

    public TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
