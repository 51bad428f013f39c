package org.dromedary.operate.jmx;

/** What prevents normal operation, for JMX: {@code org.dromedary:type=Incidents}. */
public interface IncidentsMXBean {

    /** Number of open incidents. */
    int getOpen();

    /** The open incidents, a line each. */
    String[] list();

    /** One incident: what, since when, what to do. */
    String show(long id);

    String acknowledge(long id);

    String close(long id, String because);
}
