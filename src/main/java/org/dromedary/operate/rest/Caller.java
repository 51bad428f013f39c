package org.dromedary.operate.rest;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.dromedary.operate.security.Identity;
import org.dromedary.operate.settings.RefusedException;

/** Who the request under way comes from. */
@ApplicationScoped
class Caller {

    static final String IDENTITY = "org.dromedary.identity";
    /** For whom a program acts, which nobody proves: the audit shows it beside the name. */
    static final String HEADER = "Dromedary-User";

    private final CurrentVertxRequest current;

    Caller(CurrentVertxRequest current) {
        this.current = current;
    }

    /** As {@link HttpGuard} has found out; null without login. */
    Identity identity() {
        return request().get(IDENTITY);
    }

    /** Name for the audit. */
    String name() {
        String proven = identity() == null ? "rest" : identity().name();
        String header = request().request().getHeader(HEADER);
        if (header == null || header.isBlank()) {
            return proven;
        }
        if (!header.strip().matches("[\\p{Graph} ]{1,24}")) {
            throw new RefusedException("The header " + HEADER + " names for whom you act in 1 to 24 characters of"
                    + " ASCII");
        }
        return proven + " for " + header.strip();
    }

    String address() {
        return HttpGuard.address(request().request());
    }

    RoutingContext request() {
        return current.getCurrent();
    }
}
