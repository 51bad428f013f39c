package org.dromedary.archives.archive;

import java.io.IOException;

/** As many associations are open as the archive serves; nothing was begun. */
final class NoPlaceException extends IOException {

    private static final long serialVersionUID = 1L;

    NoPlaceException() {
        super("all associations that the archive serves at a time are in use");
    }
}
