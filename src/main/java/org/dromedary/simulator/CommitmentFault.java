package org.dromedary.simulator;

import java.time.Duration;

/** Faults of storage commitment (PS3.4 §J.3); a time is one request. */
public sealed interface CommitmentFault extends Fault {

    /** Refuses the N-ACTION. */
    record FailWith(int status) implements CommitmentFault {
    }

    /** Takes the request and never reports. */
    record NeverReport() implements CommitmentFault {
    }

    /**
     * Reports on a new association to the requestor, this much later, as Orthanc and many others do.
     *
     * <p>The requestor's AE title has to be a known destination of the simulator, otherwise no report comes.
     */
    record ReportOnNewAssociation(Duration later) implements CommitmentFault {
    }

    /** Reports so many of the objects as failed though they are there. */
    record FailObjects(int objects, int failureReason) implements CommitmentFault {
    }
}
