package org.dromedary.operate.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import org.dromedary.operate.runtime.HttpSettings;
import org.dromedary.operate.runtime.Json;

/**
 * Stands before every HTTP request: asks for the token, or without one lets only this machine's own programs in, and no
 * web page that a browser on it shows.
 */
@ApplicationScoped
class HttpGuard {

    private static final int FIRST = 1000;
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String BEARER = "Bearer ";

    private final String bind;
    private final byte[] token;

    HttpGuard(HttpSettings settings) {
        bind = settings.bind().toLowerCase(Locale.ROOT);
        token = settings.token().map(HttpGuard::digest).orElse(null);
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (token != null && !carriesToken(request)) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(context, 401, "Send the value of dromedary.http.token as 'Authorization: Bearer …'");
        } else if (token == null && !isForThisMachine(request)) {
            // A page of another site whose name was made to point here (DNS rebinding) sends its own name.
            refuse(context, 403, "Without dromedary.http.token only 'localhost' and '127.0.0.1' are answered: use one"
                    + " of them as host name, or set a token");
        } else if (!READING.contains(request.method()) && !isJson(request)) {
            // A browser sends JSON to another site only after asking that site, which is never granted here.
            refuse(context, 415, "Send what changes something with 'Content-Type: application/json'");
        } else {
            context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
            context.next();
        }
    }

    private boolean carriesToken(HttpServerRequest request) {
        String given = request.getHeader("Authorization");
        if (given == null || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        // Of equal length and in constant time, so that nothing can be learnt from how long it takes.
        return MessageDigest.isEqual(token, digest(given.substring(BEARER.length()).strip()));
    }

    private boolean isForThisMachine(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        return THIS_MACHINE.contains(host) || host.equals(bind);
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    private static void refuse(RoutingContext context, int status, String whatToDo) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json")
                .end(Json.error(whatToDo).toString());
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
