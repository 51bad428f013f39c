package org.dromedary.archives.pace;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jboss.logging.Logger;

/** A lane as an MBean. */
final class PaceControl implements PaceControlMXBean {

    private static final Logger LOG = Logger.getLogger(PaceControl.class);

    private final Lane lane;

    private PaceControl(Lane lane) {
        this.lane = lane;
    }

    static void register(Lane lane) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = name(lane);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            server.registerMBean(new PaceControl(lane), name);
        } catch (JMException e) {
            LOG.warnf("The pace of %s can't be seen by JMX: %s", lane.name(), e.toString());
        }
    }

    static void unregister(Lane lane) {
        try {
            ObjectName name = name(lane);
            if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debugf("The pace of %s stays in JMX: %s", lane.name(), e.toString());
        }
    }

    private static ObjectName name(Lane lane) throws JMException {
        return new ObjectName("org.dromedary:type=Pace,archive=" + lane.role + ",operation="
                + lane.operation.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String getWindow() {
        return lane.present().window();
    }

    @Override
    public String getState() {
        return lane.present().state().name();
    }

    @Override
    public String getLimitedBy() {
        PaceStatus status = lane.status();
        return status.limit().isEmpty() ? status.limitedBy() : status.limitedBy() + ": " + status.limit();
    }

    @Override
    public String getReason() {
        return lane.status().reason();
    }

    @Override
    public int getRunning() {
        return lane.status().running();
    }

    @Override
    public double getAssociations() {
        return orNone(lane.status().associations());
    }

    @Override
    public double getSeriesPerMinute() {
        return orNone(lane.present().limits().seriesPerMinute());
    }

    @Override
    public double getObjectsPerSecond() {
        return orNone(lane.present().limits().objectsPerSecond());
    }

    @Override
    public double getBytesPerSecond() {
        return orNone(lane.present().limits().bytesPerSecond());
    }

    private static double orNone(Double limit) {
        return limit == null ? Double.NaN : limit;
    }

    @Override
    public double getMeasuredObjectsPerSecond() {
        return lane.status().objectsPerSecond();
    }

    @Override
    public double getMeasuredBytesPerSecond() {
        return lane.status().bytesPerSecond();
    }

    @Override
    public String getOverrides() {
        return lane.overrides();
    }

    @Override
    public void override(String limit, String value) {
        lane.override(limit, value);
        LOG.warnf("pace of %s: %s is overridden by JMX: %s, in this process until it ends", lane.name(), limit, value);
    }

    @Override
    public void clearOverride(String limit) {
        lane.override(limit, null);
        LOG.warnf("pace of %s: the override of %s is cleared by JMX", lane.name(), limit);
    }

    @Override
    public void clearOverrides() {
        lane.clearOverrides();
        LOG.warnf("pace of %s: all overrides are cleared by JMX", lane.name());
    }
}
