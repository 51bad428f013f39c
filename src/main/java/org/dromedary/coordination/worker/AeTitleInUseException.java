package org.dromedary.coordination.worker;

/** Another worker that is alive calls with our AE title: what the archives send to it would reach one of the two. */
public class AeTitleInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AeTitleInUseException(String message) {
        super(message);
    }
}
