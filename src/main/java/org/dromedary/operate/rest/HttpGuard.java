package org.dromedary.operate.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.operate.runtime.HttpSettings;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.Access;
import org.dromedary.operate.security.AccessSettings;
import org.dromedary.operate.security.Identity;
import org.dromedary.operate.security.NotAllowedException;
import org.dromedary.operate.security.Role;

/**
 * Stands before every HTTP request, whatever answers it: tells who asks, and keeps out the pages of other sites that a
 * browser shows. What the role must be for a method of REST, {@link RoleFilter} knows.
 */
@ApplicationScoped
class HttpGuard {

    /** Answered without login. */
    static final Set<String> OPEN = Set.of("/api/health/live", "/api/health/ready", "/api/login");
    static final String COOKIE = "dromedary-session";

    private static final int FIRST = 1000;
    private static final String METRICS = "/q/metrics";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String BEARER = "Bearer ";

    private final Access access;
    private final AuditLog audit;
    private final boolean openMetrics;
    private final boolean onLoopback;
    private final Set<String> names;

    HttpGuard(HttpSettings settings, AccessSettings accessSettings, Access access, AuditLog audit) {
        this.access = access;
        this.audit = audit;
        openMetrics = accessSettings.openMetrics();
        onLoopback = isLoopback(settings.bind());
        names = new HashSet<>(THIS_MACHINE);
        names.add(settings.bind().toLowerCase(Locale.ROOT));
        accessSettings.hostNames().ifPresent(more -> more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT))));
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (onLoopback && request.getHeader("Authorization") == null && !names.contains(host(request))) {
            // A page of another site whose name was made to point here (DNS rebinding) sends its own name.
            refuse(context, 403, "Only 'localhost' and '127.0.0.1' are answered without a token: use one of them as"
                    + " host name, or name yours in dromedary.access.host-names");
        } else if (!READING.contains(request.method()) && !isJson(request)) {
            // A browser sends JSON to another site only after asking that site, which is never granted here.
            refuse(context, 415, "Send what changes something with 'Content-Type: application/json'");
        } else if (!READING.contains(request.method()) && !isOfThisSite(request)) {
            refuse(context, 403, "This comes from a page of another site");
        } else {
            context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
            identify(context, context.normalizedPath());
        }
    }

    private void identify(RoutingContext context, String path) {
        boolean open = OPEN.contains(path) || openMetrics && isMetrics(path);
        Optional<Identity> who;
        try {
            who = who(context.request());
        } catch (NotAllowedException e) {
            if (open) {
                context.next();
            } else {
                refuse(context, e);
            }
            return;
        }
        if (who.isPresent()) {
            context.put(Caller.IDENTITY, who.get());
        }
        if (open) {
            context.next();
        } else if (who.isEmpty()) {
            challenge(context.response());
            refuse(context, 401, "Log in by POST /api/login, or send a token as 'Authorization: Bearer …'"
                    + " ('token create' makes one)");
        } else if (!path.startsWith("/api/") && !who.get().may(role(path))) {
            String why = who.get().refusal(role(path));
            audit.record(Messages.refused(who.get().name(), address(context.request()), context.request().method() + " "
                    + path, why));
            refuse(context, 403, why);
        } else {
            context.next();
        }
    }

    private Optional<Identity> who(HttpServerRequest request) {
        String given = request.getHeader("Authorization");
        if (given != null) {
            if (!given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                return Optional.empty();
            }
            return Optional.of(access.token(given.substring(BEARER.length()).strip(), address(request)));
        }
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? Optional.empty() : access.session(cookie.getValue());
    }

    /** What is not REST has no method that could say which role it needs. */
    private static Role role(String path) {
        return isMetrics(path) ? Role.VIEWER : Role.ADMIN;
    }

    private static boolean isMetrics(String path) {
        return path.equals(METRICS) || path.startsWith(METRICS + "/");
    }

    static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    private static String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    }

    /** A browser says which site's page sends; programs say nothing. */
    private static boolean isOfThisSite(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        HostAndPort authority = request.authority();
        return origin == null || authority != null
                && origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.getHeader("Host") == null
                ? authority.toString() : request.getHeader("Host"));
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void challenge(HttpServerResponse response) {
        response.putHeader("WWW-Authenticate", "Bearer");
    }

    private static void refuse(RoutingContext context, NotAllowedException why) {
        if (why.isTooMany()) {
            context.response().putHeader("Retry-After", Long.toString(why.retryAfter().toSeconds()));
        } else {
            challenge(context.response());
        }
        refuse(context, why.isTooMany() ? 429 : 401, why.getMessage());
    }

    private static void refuse(RoutingContext context, int status, String whatToDo) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json")
                .end(Json.error(whatToDo).toString());
    }
}
