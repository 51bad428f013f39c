package org.dromedary.archives.pace;

/** What is timed at an archive to see how it feels. */
public enum ResponseKind {
    /** C-ECHO, from request to response. */
    ECHO,
    /** C-FIND, from request to the first response. */
    FIND,
    /** C-MOVE or C-GET, from request to the arrival of the first object. */
    FIRST_SUB_OPERATION,
    /** C-MOVE or C-GET, from one object's arrival to the next. */
    SUB_OPERATION_INTERVAL
}
