package org.dromedary.coordination.worker;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;

/** Makes the worker known before any route runs and before our port is open; without that nothing starts. */
@ApplicationScoped
@Unremovable
class JoinBeforeRoutes implements CamelContextCustomizer {

    private final Workers workers;

    JoinBeforeRoutes(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void configure(CamelContext camelContext) {
        workers.join();
    }
}
