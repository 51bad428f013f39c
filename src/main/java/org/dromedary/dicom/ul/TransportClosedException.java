package org.dromedary.dicom.ul;

/** The transport connection has ended, in order or not: event E17 of the state table. */
final class TransportClosedException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;

    TransportClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
