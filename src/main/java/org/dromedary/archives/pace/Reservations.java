package org.dromedary.archives.pace;

/** Hands out shares of the rates that all workers keep together. */
@FunctionalInterface
interface Reservations {

    /**
     * Reserves a share.
     *
     * @param costMicros how long the share takes at the present rate
     * @param toleranceMicros so much of the past that nobody used may be made up for
     * @param aheadMicros nobody can have reserved further ahead: a bucket that says so is wrong
     * @return microseconds until the share may be used
     * @throws org.dromedary.ledger.LedgerException when nobody can tell
     */
    long reserve(String bucket, long costMicros, long toleranceMicros, long aheadMicros);
}
