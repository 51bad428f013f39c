package org.dromedary.operate.rest;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.Identity;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Open;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets a request reach a method of REST only if who asks has the role that the method names; none is refused. */
class RoleFilter {

    @Inject
    Caller caller;

    @ServerRequestFilter
    Response check(ResourceInfo resource) {
        if (resource.getResourceMethod().isAnnotationPresent(Open.class)) {
            return null;
        }
        Needs needs = resource.getResourceMethod().getAnnotation(Needs.class);
        Identity who = caller.identity();
        if (who != null && needs != null && who.may(needs.value())) {
            return null;
        }
        String why = who == null ? "Log in first"
                : needs == null ? "Nobody may do this: its method names no role" : who.refusal(needs.value());
        if (who != null) {
            caller.refused(why);
        }
        return Response.status(who == null ? 401 : 403).type(MediaType.APPLICATION_JSON).entity(Json.error(why))
                .build();
    }
}
