package org.dromedary.ledger;

import java.time.Duration;

/**
 * What a transition writes beside the state, filled in step by step; what is not given stays as it is in the ledger,
 * except the reason, which goes.
 */
public final class Change {

    final String reasonCode;
    final String reasonText;
    Integer expected;
    Integer received;
    Integer stored;
    Integer verified;
    Integer skipped;
    Integer quarantined;
    Integer aside;
    Integer unavailable;
    Integer rejected;
    Long bytes;
    Integer attempt;
    Duration retryAfter;
    String worker = "";

    private Change(String reasonCode, String reasonText) {
        this.reasonCode = reasonCode;
        this.reasonText = reasonText;
    }

    public static Change none() {
        return new Change(null, null);
    }

    /**
     * @param code a stable word such as {@code OBJECTS_MISSING}
     * @param text what a person wants to know, without anything that identifies a patient
     */
    public static Change because(String code, String text) {
        return new Change(code, text);
    }

    public Change expected(int objects) {
        expected = objects;
        return this;
    }

    public Change received(int objects, long size) {
        received = objects;
        bytes = size;
        return this;
    }

    public Change stored(int objects) {
        stored = objects;
        return this;
    }

    public Change verified(int objects) {
        verified = objects;
        return this;
    }

    /** Objects of the series left out by policy. */
    public Change skipped(int objects) {
        skipped = objects;
        return this;
    }

    /** Objects that were kept aside when the series came: they count as quarantined beside those of later stages. */
    public Change keptAside(int objects) {
        aside = objects;
        quarantined = 0;
        return this;
    }

    /** Objects of the series that are unsafe to send, of those that were not kept aside. */
    public Change quarantined(int objects) {
        quarantined = objects;
        return this;
    }

    /** Objects of the series that the source did not give. */
    public Change unavailable(int objects) {
        unavailable = objects;
        return this;
    }

    /** Objects of the series that the target refused. */
    public Change rejected(int objects) {
        rejected = objects;
        return this;
    }

    public Change attempt(int number) {
        attempt = number;
        return this;
    }

    /** From now; kept to the millisecond. */
    public Change retryAfter(Duration delay) {
        retryAfter = delay;
        return this;
    }

    /** Who did it: a name of this process or its AE title. */
    public Change by(String name) {
        worker = name;
        return this;
    }
}
