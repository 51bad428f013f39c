package org.dromedary.operate.jmx;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import org.jboss.logging.Logger;

/** Puts the operator's hand and the incidents into JMX while the process runs. */
@ApplicationScoped
class Operations {

    private static final Logger LOG = Logger.getLogger(Operations.class);
    private static final String BY = "jmx";

    private final Sql sql;

    Operations(DataSource dataSource) {
        sql = Sql.over(dataSource);
    }

    void onStart(@Observes StartupEvent event) {
        register("Operator", new Hand());
        register("Incidents", new IncidentBean());
    }

    void onShutdown(@Observes ShutdownEvent event) {
        unregister("Operator");
        unregister("Incidents");
    }

    private static void register(String type, Object bean) {
        unregister(type);
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name(type));
        } catch (JMException e) {
            LOG.warnf("%s can't be seen by JMX: %s", type, e);
        }
    }

    private static void unregister(String type) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (server.isRegistered(name(type))) {
                server.unregisterMBean(name(type));
            }
        } catch (JMException e) {
            LOG.debugf("%s stays in JMX: %s", type, e);
        }
    }

    private static ObjectName name(String type) throws JMException {
        return new ObjectName("org.dromedary:type=" + type);
    }

    /** Clients of JMX know Java's own exceptions only. */
    private static <T> T inTransaction(java.util.concurrent.Callable<T> act) {
        try {
            return QuarkusTransaction.requiringNew().call(act);
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private final class Hand implements OperatorMXBean {

        private String act(Function<org.dromedary.operate.runtime.Operator, String> act) {
            return inTransaction(() -> act.apply(
                    new org.dromedary.operate.runtime.Operator(sql, Settings.load().paceWindows(), BY)));
        }

        private static String part(String scope, String prefix) {
            return scope != null && scope.startsWith(prefix) ? scope.substring(prefix.length()) : null;
        }

        private static void check(String scope) {
            if (scope == null || !scope.equals(Controls.ALL) && !scope.startsWith("stage:")
                    && !scope.startsWith("archive:")) {
                throw new IllegalArgumentException("Say all, stage:NAME, archive:source or archive:target");
            }
        }

        @Override
        public String[] getOrders() {
            return new Controls(sql).orders().stream().map(order -> order.kind() + " " + order.scope() + " "
                    + order.value() + " by " + order.by() + " at " + NoticeText.time(order.at()) + " "
                    + order.reason()).toArray(String[]::new);
        }

        @Override
        public String pause(String scope, String because) {
            check(scope);
            return act(operator -> operator.pause(part(scope, "stage:"), part(scope, "archive:"), because));
        }

        @Override
        public String resume(String scope) {
            check(scope);
            return act(operator -> operator.resume(part(scope, "stage:"), part(scope, "archive:")));
        }

        @Override
        public String pace(String window, String archive, String because) {
            return act(operator -> operator.pace(window, archive == null || archive.isBlank() ? null : archive,
                    because));
        }
    }

    private final class IncidentBean implements IncidentsMXBean {

        private final IncidentLedger ledger = new IncidentLedger(sql);

        @Override
        public int getOpen() {
            return ledger.open().size();
        }

        @Override
        public String[] list() {
            return ledger.open().stream().map(incident -> incident.id() + " " + incident.kind() + " "
                    + incident.subject() + ", " + incident.waiting() + " series wait: " + incident.statement())
                    .toArray(String[]::new);
        }

        @Override
        public String show(long id) {
            return NoticeText.details(find(id));
        }

        @Override
        public String acknowledge(long id) {
            boolean done = inTransaction(() -> ledger.acknowledge(id, BY));
            return done ? "acknowledged" : "closed or acknowledged already";
        }

        @Override
        public String close(long id, String because) {
            boolean done = inTransaction(() -> ledger.close(id, BY, because == null ? "" : because));
            return done ? "closed" : "not open";
        }

        private Incident find(long id) {
            return ledger.find(id).orElseThrow(() -> new IllegalArgumentException("There is no incident " + id));
        }
    }
}
