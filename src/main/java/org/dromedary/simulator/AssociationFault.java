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

    /**
     * No more than so many associations at once, by licence: others are rejected for now as "local limit exceeded",
     * by the service provider (presentation).
     */
    record Limit(int associations) implements AssociationFault {
    }

    /** Rejected for good as "calling AE title not recognized", if it is one of these; an empty set means all. */
    record UnknownCallingAeTitle(Set<String> callingAeTitles) implements AssociationFault {
    }

    /** The Verification SOP Class is refused: no C-ECHO. */
    record NoEcho() implements AssociationFault {
    }

    /** Associations that propose nothing but Verification are rejected for good. */
    record RejectEchoAssociations() implements AssociationFault {
    }

    /** Only the Patient Root information models are accepted, for query and for retrieve. */
    record PatientRootOnly() implements AssociationFault {
    }

    /** Only the first presentation context of each association is accepted. */
    record OneContext() implements AssociationFault {
    }
}
