package org.dromedary.simulator;

import java.util.Set;

/** Faults while an association is negotiated (PS3.8 §9.3.3, §9.3.4); a time is one association. */
public sealed interface AssociationFault extends Fault {

    /**
     * Rejected with "local limit exceeded" if transient, else with "no reason given".
     *
     * <p>Archives with few licences refuse at random, and come back a second later; tape libraries refuse at night.
     */
    record Refuse(boolean transientRejection) implements AssociationFault {
    }

    /** Rejected for good as "called AE title not recognized": a wrong setting, or an AE title taken out of use. */
    record UnknownCalledAeTitle() implements AssociationFault {
    }

    /**
     * Only these are accepted (storage and other services alike); an empty set means all.
     *
     * <p>Many targets take only Implicit VR Little Endian for some classes, or know no new SOP classes at all.
     */
    record AcceptOnly(Set<String> sopClassUids, Set<String> transferSyntaxUids) implements AssociationFault {
    }
}
