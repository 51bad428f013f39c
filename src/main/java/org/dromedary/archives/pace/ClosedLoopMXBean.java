package org.dromedary.archives.pace;

/** The closed loop for JMX: {@code org.dromedary:type=ClosedLoop,archive=source}. Times are milliseconds. */
public interface ClosedLoopMXBean {

    /** Operations that this worker may have under way on the average; the window may allow less. */
    double getAllowed();

    /** LEARNING, RAISING, HOLDING, LOWERING or LISTENING. */
    String getPhase();

    /** Response times that are over their limits now. */
    int getOverLimit();

    /** C-ECHO as last probed; NaN if it was not. */
    double getEcho();

    double getEchoBaseline();

    /** C-FIND as last probed; NaN if it was not. */
    double getFind();

    double getFindBaseline();

    /** Every kind of response time in a line. */
    String[] getResponses();
}
