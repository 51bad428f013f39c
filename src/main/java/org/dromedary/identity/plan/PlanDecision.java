package org.dromedary.identity.plan;

/** What is to become of a study. */
public enum PlanDecision {
    /** Its patient and exam are known. */
    MATCH,
    /** A person should look. */
    REVIEW,
    /** The RIS knows nothing of it. */
    NONE,
    /** A person wants it to wait. */
    HOLD
}
