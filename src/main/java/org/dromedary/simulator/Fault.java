package org.dromedary.simulator;

/** A way in which the simulator behaves as some real archive does; see {@link Faults}. */
public sealed interface Fault permits AssociationFault, QueryFault, RetrieveFault, StoreFault, CommitmentFault {

    /** What it is set for, beside its class: faults of one class that differ here are set side by side. */
    default Object scope() {
        return "";
    }
}
