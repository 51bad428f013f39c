package org.dromedary.coordination.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the trail: number, hash of the record before, own hash, message.
 *
 * @param number from 1, without gaps, over all files
 */
record AuditRecord(long number, String previous, String hash, String xml) {

    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64}) (<.*>)");

    static AuditRecord after(long number, String hash, String xml) {
        return new AuditRecord(number + 1, hash, ChainHash.of(hash, number + 1, xml), xml);
    }

    /** Empty if it is no such line. */
    static Optional<AuditRecord> of(String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches() ? Optional.of(new AuditRecord(Long.parseLong(parts.group(1)), parts.group(2),
                parts.group(3), parts.group(4))) : Optional.empty();
    }

    boolean isWhole() {
        return hash.equals(ChainHash.of(previous, number, xml));
    }

    String line() {
        return number + " " + previous + " " + hash + " " + xml;
    }
}
