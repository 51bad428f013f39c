package org.dromedary.operate.rest;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.operate.security.Identity;
import org.dromedary.operate.settings.RefusedException;

/** Who the request under way comes from. */
@ApplicationScoped
class Caller {

    static final String IDENTITY = "org.dromedary.identity";
    /** For whom a program acts, which nobody proves: the audit shows it beside the name. */
    static final String HEADER = "Dromedary-User";

    private final CurrentVertxRequest current;
    private final AuditLog audit;

    Caller(CurrentVertxRequest current, AuditLog audit) {
        this.current = current;
        this.audit = audit;
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
        if (!header.strip().matches("[\\p{Graph} ]{1,20}")) {
            throw new RefusedException("The header " + HEADER + " names for whom you act in 1 to 20 characters of"
                    + " ASCII");
        }
        return proven + " for " + header.strip();
    }

    /** Data of these patients are shown. */
    void reads(Collection<String> patientIds) {
        audit.record(Messages.read(name(), address(), asked(), new LinkedHashSet<>(patientIds)));
    }

    void readsAudit() {
        audit.record(Messages.auditRead(name(), address()));
    }

    /** What was asked for is more than the role allows. */
    void refused(String why) {
        audit.record(Messages.refused(identity().name(), address(), asked(), why));
    }

    private String asked() {
        return request().request().method() + " " + request().normalizedPath();
    }

    String address() {
        return HttpGuard.address(request().request());
    }

    RoutingContext request() {
        return current.getCurrent();
    }
}
