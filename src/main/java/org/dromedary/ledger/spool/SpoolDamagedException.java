package org.dromedary.ledger.spool;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file of the spool is not what was received: it is gone, shorter, longer, or has other bytes. */
public class SpoolDamagedException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    public SpoolDamagedException(Path file, String what) {
        super(String.valueOf(file.getFileName()), null, what);
    }

    public SpoolDamagedException(Path file, String what, Throwable cause) {
        this(file, what);
        initCause(cause);
    }
}
