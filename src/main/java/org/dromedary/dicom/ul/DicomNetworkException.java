package org.dromedary.dicom.ul;

import java.io.IOException;

/** Base of everything that can go wrong on an association; messages carry UIDs, AE titles and lengths only. */
public class DicomNetworkException extends IOException {
    private static final long serialVersionUID = 1L;

    public DicomNetworkException(String message) {
        super(message);
    }

    public DicomNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
