package org.dromedary.archives.pace;

/** One archive and operation for JMX: {@code org.dromedary:type=Pace,archive=source,operation=retrieve}. */
public interface PaceControlMXBean {

    String getWindow();

    String getState();

    String getLimitedBy();

    String getReason();

    /** Operations of this worker under way. */
    int getRunning();

    /** Of this worker; NaN for any number. */
    double getAssociations();

    /** NaN for no limit, as for the other rates. */
    double getSeriesPerMinute();

    double getObjectsPerSecond();

    double getBytesPerSecond();

    double getMeasuredObjectsPerSecond();

    double getMeasuredBytesPerSecond();

    /** Limits that are overridden in this process. */
    String getOverrides();

    /**
     * Puts a limit in force in place of the window's, in this process and until it ends.
     *
     * @param limit associations, series-per-minute, objects-per-second, bytes-per-second, pause or stopped
     * @param value as in the settings
     */
    void override(String limit, String value);

    /** Takes one override back. */
    void clearOverride(String limit);

    void clearOverrides();
}
