package org.dromedary.archives.pace;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.support.RoutePolicySupport;
import org.dromedary.ledger.Stage;
import org.jboss.logging.Logger;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * Keeps messages in their queue while the pace lets nothing begin, and takes as many at once as it allows. It is the
 * coarse side of {@link Pace#begin}, which counts exactly.
 */
@Singleton
@Unremovable
@Named("pace")
public class PaceRoutePolicy extends RoutePolicySupport {

    private static final Logger LOG = Logger.getLogger(PaceRoutePolicy.class);

    /** A route under way, and how its consumer was left. */
    private static final class Paced {
        private final Route route;
        private boolean suspended;
        private boolean stopped;
        private int consumers;

        Paced(Route route) {
            this.route = route;
        }
    }

    private final Pace pace;
    private final Map<String, Paced> routes = new ConcurrentHashMap<>();

    PaceRoutePolicy(Pace pace) {
        this.pace = pace;
        pace.watch(() -> routes.values().forEach(this::apply));
    }

    @Override
    public void onStart(Route route) {
        Paced paced = new Paced(route);
        routes.put(route.getRouteId(), paced);
        apply(paced);
    }

    @Override
    public void onStop(Route route) {
        routes.remove(route.getRouteId());
    }

    private void apply(Paced paced) {
        Consumer consumer = paced.route.getConsumer();
        synchronized (paced) {
            try {
                double concurrency = concurrency(paced.route.getRouteId());
                if (concurrency > 0 && consumer instanceof JmsConsumer jms) {
                    resize(paced, jms, concurrency);
                }
                if (concurrency == 0 && !paced.suspended) {
                    suspendOrStopConsumer(consumer);
                    paced.suspended = true;
                } else if (concurrency == 0 && !paced.stopped && isIdle(consumer)) {
                    // What was sent ahead to it, and the studies that it had begun, are the other workers' now.
                    stopConsumer(consumer);
                    paced.stopped = true;
                    paced.consumers = 0;
                } else if (concurrency > 0 && paced.suspended) {
                    goOn(paced, consumer);
                }
            } catch (Exception e) {
                LOG.warnf("The consumer of route %s could not follow the pace: %s", paced.route.getRouteId(),
                        e.toString());
            }
        }
    }

    private void goOn(Paced paced, Consumer consumer) throws Exception {
        if (paced.stopped) {
            startConsumer(consumer);
        } else {
            resumeOrStartConsumer(consumer);
        }
        paced.suspended = false;
        paced.stopped = false;
    }

    /** Whether the work of a suspended consumer has finished. */
    private static boolean isIdle(Consumer consumer) throws Exception {
        return consumer instanceof JmsConsumer jms
                && jms.getListenerContainer() instanceof DefaultMessageListenerContainer container
                && container.getActiveConsumerCount() == 0;
    }

    /** A route that is no stage, or one that needs no archive, only obeys the operator. */
    private double concurrency(String route) {
        if (pace.isStagePaused(route)) {
            return 0;
        }
        return Stage.named(route).flatMap(stage -> stage.operation()
                .map(operation -> pace.concurrency(stage.archive(), Operation.valueOf(operation))))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Without a limit there are as many consumers as the route says. */
    private static void resize(Paced paced, JmsConsumer jms, double concurrency) throws Exception {
        int configured = jms.getEndpoint().getConcurrentConsumers();
        int wanted = Double.isInfinite(concurrency) ? configured : (int) Math.ceil(concurrency);
        if (wanted != (paced.consumers == 0 ? configured : paced.consumers)
                && jms.getListenerContainer() instanceof DefaultMessageListenerContainer container) {
            // The larger of both must grow first and shrink last; the container moves it along by itself.
            container.setConcurrentConsumers(wanted);
            container.setMaxConcurrentConsumers(wanted);
            paced.consumers = wanted;
            LOG.infof("route %s takes %d messages at once", paced.route.getRouteId(), wanted);
        }
    }
}
