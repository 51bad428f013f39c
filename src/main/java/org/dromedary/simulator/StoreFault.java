package org.dromedary.simulator;

import java.time.Duration;

/** Faults of C-STORE as SCP (PS3.4 §B.2.3); a time is one object. */
public sealed interface StoreFault extends Fault {

    /** Refuses or fails the object, which is not kept: 0xA700 as back-pressure, 0xC000, 0x0110, 0x0111 … */
    record FailWith(int status, String comment) implements StoreFault {
    }

    /** Refuses every object of one SOP Class. */
    record FailSopClass(String sopClassUid, int status) implements StoreFault {
    }

    /** Refuses one object, by its SOP Instance UID. */
    record FailObject(String sopInstanceUid, int status) implements StoreFault {
    }

    /** Keeps the object but answers with a warning, 0xB000 for coerced elements and the like. */
    record WarnWith(int status, String comment) implements StoreFault {
    }

    /** Answers success and does not keep the object; by {@link Faults#after} it is the k-th that gets lost. */
    record LoseSilently() implements StoreFault {
    }

    /** Waits before the answer: a target that slows down as it fills. */
    record DelayPerObject(Duration delay) implements StoreFault {
    }

    /** Aborts the association instead of an answer. */
    record Abort() implements StoreFault {
    }

    /** Drops the TCP connection instead of an answer. */
    record Drop() implements StoreFault {
    }
}
