package org.dromedary.archives.pace;

/** What is done with an archive, each with limits of its own. */
public enum Operation {
    /** C-FIND (PS3.4 §C.4.1). */
    QUERY,
    /** C-MOVE and C-GET (PS3.4 §C.4.2, §C.4.3) with the C-STORE sub-operations. */
    RETRIEVE,
    /** C-STORE to the archive (PS3.4 §B.2). */
    STORE
}
