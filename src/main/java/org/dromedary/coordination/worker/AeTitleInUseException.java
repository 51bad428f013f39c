package org.dromedary.coordination.worker;

/** Another worker that is alive calls with our AE title: what the archives send to it would reach one of the two. */
public class AeTitleInUseException extends RuntimeException {

    AeTitleInUseException(String message) {
        super(message);
    }
}
