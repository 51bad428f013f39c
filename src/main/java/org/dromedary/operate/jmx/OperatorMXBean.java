package org.dromedary.operate.jmx;

/** The operator's hand for JMX: {@code org.dromedary:type=Operator}. */
public interface OperatorMXBean {

    /** The orders in force, a line each. */
    String[] getOrders();

    /**
     * Begins nothing new.
     *
     * @param scope {@code all}, {@code stage:NAME}, {@code archive:source} or {@code archive:target}
     */
    String pause(String scope, String because);

    /** Takes back the pause of that scope. */
    String resume(String scope);

    /**
     * Puts a pace window in force.
     *
     * @param window its name, or {@code auto}
     * @param archive {@code source}, {@code target}, or empty for both
     */
    String pace(String window, String archive, String because);
}
