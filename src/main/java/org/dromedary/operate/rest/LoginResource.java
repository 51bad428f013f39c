package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.Access;
import org.dromedary.operate.security.Identity;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Open;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;

/** A person's session: begun with a password, ended by hand or by time. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LoginResource {

    private final Access access;
    private final Caller caller;

    LoginResource(Access access, Caller caller) {
        this.access = access;
        this.caller = caller;
    }

    /** A name and its password, which is wiped once it was looked at. */
    public record Credentials(String name, char[] password) {
    }

    @POST
    @Open
    @Path("/login")
    public JsonNode login(Credentials credentials) {
        if (credentials == null || credentials.name() == null || credentials.password() == null) {
            throw new RefusedException("Send a JSON object with name and password");
        }
        Access.Login login = access.login(credentials.name(), credentials.password(), caller.address());
        Arrays.fill(credentials.password(), '\0');
        caller.request().response().addCookie(cookie(login.secret()));
        return json(login.who());
    }

    @POST
    @Needs(Role.VIEWER)
    @Path("/logout")
    public JsonNode logout() {
        Cookie cookie = caller.request().request().getCookie(HttpGuard.COOKIE);
        if (cookie != null) {
            access.logout(cookie.getValue(), caller.address());
        }
        caller.request().response().addCookie(cookie("").setMaxAge(0));
        return Json.object().put("message", "Logged out");
    }

    /** Who asks, and what they may do. */
    @GET
    @Needs(Role.VIEWER)
    @Consumes(MediaType.WILDCARD)
    @Path("/me")
    public JsonNode me() {
        return json(caller.identity());
    }

    /** Not for scripts of a page, nor for requests that another site's page makes. */
    private Cookie cookie(String secret) {
        return Cookie.cookie(HttpGuard.COOKIE, secret).setPath("/").setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT).setSecure(caller.request().request().isSSL());
    }

    private static JsonNode json(Identity who) {
        return Json.object().put("name", who.name())
                .set("roles", Json.of(who.roles().stream().sorted().map(Role::word).toList()));
    }
}
