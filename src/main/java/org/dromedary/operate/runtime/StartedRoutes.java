package org.dromedary.operate.runtime;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ShutdownStrategy;
import org.dromedary.archives.archive.Archives;

/** Tells {@link Daemon} that every route runs, and stops the routes before anything that they use. */
@ApplicationScoped
class StartedRoutes {

    private static final System.Logger LOG = System.getLogger(StartedRoutes.class.getName());

    private final Archives archives;
    private final CamelContext camel;
    private final Duration shutdownTimeout;

    StartedRoutes(Archives archives, CamelContext camel, RunSettings settings) {
        this.archives = archives;
        this.camel = camel;
        this.shutdownTimeout = settings.shutdownTimeout();
    }

    void onStarted(@Observes CamelEvent.CamelContextStartedEvent event) {
        String routes = event.getContext().getRoutes().stream().map(Route::getRouteId).sorted()
                .collect(Collectors.joining(", "));
        LOG.log(System.Logger.Level.INFO, "Dromedary has started, with the routes: {0}", routes);
        archives.watch();
        Daemon.started();
    }

    // By itself the database would be closed first, under the work that the routes then wait for.
    void onShutdown(@Observes ShutdownEvent event) {
        Daemon.stops();
        archives.stopSoon();
        limitWaiting(camel.getShutdownStrategy());
        camel.stop();
    }

    /** What is under way is waited for, but so that time is left for the servers behind it. */
    private void limitWaiting(ShutdownStrategy strategy) {
        long most = Math.max(1, shutdownTimeout.toMillis() * 2 / 3);
        if (strategy.getTimeUnit().toMillis(strategy.getTimeout()) > most) {
            strategy.setTimeUnit(TimeUnit.MILLISECONDS);
            strategy.setTimeout(most);
        }
    }
}
