package org.dromedary.coordination.worker;

/** How many workers share a migration, and which of them this one is. */
public interface Crew {

    /** Place of this worker among those alive, from 0, in the order in which they joined, on which all agree. */
    int place();

    /** Number of workers alive, this one included. */
    int alive();
}
