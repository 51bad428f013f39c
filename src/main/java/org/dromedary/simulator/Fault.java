package org.dromedary.simulator;

/** A way in which the simulator behaves as some real archive does; see {@link Faults}. */
public sealed interface Fault permits AssociationFault, QueryFault, RetrieveFault, StoreFault, CommitmentFault {
}
