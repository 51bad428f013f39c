package org.dromedary.archives.pace;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.dromedary.archives.pace.ClosedLoop.Response;
import org.jboss.logging.Logger;

/** The closed loop as an MBean. */
final class ClosedLoopControl implements ClosedLoopMXBean {

    private static final Logger LOG = Logger.getLogger(ClosedLoopControl.class);
    private static final String NAME = "org.dromedary:type=ClosedLoop,archive=source";

    private final SourceWatch watch;

    private ClosedLoopControl(SourceWatch watch) {
        this.watch = watch;
    }

    static void register(SourceWatch watch) {
        unregister();
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new ClosedLoopControl(watch), new ObjectName(NAME));
        } catch (JMException e) {
            LOG.warnf("The closed loop can't be seen by JMX: %s", e.toString());
        }
    }

    static void unregister() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName(NAME);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debugf("The closed loop stays in JMX: %s", e.toString());
        }
    }

    @Override
    public double getAllowed() {
        return watch.status().allowed();
    }

    @Override
    public String getPhase() {
        return watch.status().phase().name();
    }

    @Override
    public int getOverLimit() {
        return (int) watch.status().responses().stream().filter(response -> !response.isInBand()).count();
    }

    @Override
    public double getEcho() {
        return millis(ResponseKind.ECHO, Response::last);
    }

    @Override
    public double getEchoBaseline() {
        return millis(ResponseKind.ECHO, Response::baseline);
    }

    @Override
    public double getFind() {
        return millis(ResponseKind.FIND, Response::last);
    }

    @Override
    public double getFindBaseline() {
        return millis(ResponseKind.FIND, Response::baseline);
    }

    private double millis(ResponseKind kind, ToDoubleFunction<Response> seconds) {
        Optional<Response> probe = watch.status().responses().stream()
                .filter(response -> response.kind() == kind && response.variant() == 0).findFirst();
        return probe.map(response -> 1000 * seconds.applyAsDouble(response)).orElse(Double.NaN);
    }

    @Override
    public String[] getResponses() {
        return watch.status().responses().stream().map(Response::toString).toArray(String[]::new);
    }
}
