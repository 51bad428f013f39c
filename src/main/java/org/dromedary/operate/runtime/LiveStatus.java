package org.dromedary.operate.runtime;

/** A part of the status that only the running process knows; each bean of this type is shown by REST and 'status'. */
public interface LiveStatus {

    /** The name of the part in the JSON, below {@code live}. */
    String name();

    /** Records, collections and simple values; no patient data. */
    Object value();
}
