package org.dromedary.operate.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dromedary.operate.rest.Client.Answer;
import org.dromedary.operate.security.Accounts;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Role;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class AccessMatrixTest {

    private static final String PASSWORD = "four words are enough";

    private final Client client = Client.unknown();
    private final Accounts accounts = new Accounts(Client.dataDir());

    private static String path(Method method) {
        Path own = method.getAnnotation(Path.class);
        return (method.getDeclaringClass().getAnnotation(Path.class).value() + (own == null ? "" : own.value()))
                .replaceAll("\\{act:(\\w+)[^}]*}", "$1").replaceAll("\\{\\w+}", "999999999");
    }

    /** An order that nobody could give: only whether it is let through counts. */
    private Answer ask(Method method, String... headers) throws Exception {
        return method.isAnnotationPresent(GET.class) ? client.get(path(method), headers)
                : client.post(path(method), "{\"unknown\":1}", headers);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void eachRoleReachesWhatItIncludesAndIsToldWhichItLacks(Role role) throws Exception {
        String name = "matrix-" + role.word();
        String secret = accounts.addToken(name, role, Duration.ofDays(1));
        try {
            for (Method method : RolesTest.methods().filter(each -> each.isAnnotationPresent(Needs.class)).toList()) {
                Role needed = method.getAnnotation(Needs.class).value();
                Answer answer = ask(method, "Authorization", "Bearer " + secret);
                if (role.includes(needed)) {
                    assertThat(answer.status()).as("%s as %s", path(method), role).isNotIn(401, 403, 500);
                } else {
                    assertThat(answer.status()).as("%s as %s", path(method), role).isEqualTo(403);
                    assertThat(answer.error()).isEqualTo("This needs the role " + needed.word() + ", and token:" + name
                            + " has " + role.word() + ": an administrator can give it");
                }
                assertThat(ask(method).status()).as("%s by nobody", path(method)).isEqualTo(401);
            }
            assertThat(client.get("/q/metrics", "Authorization", "Bearer " + secret).status()).isEqualTo(404);
            assertThat(client.get("/q/dev", "Authorization", "Bearer " + secret).status())
                    .isEqualTo(role == Role.ADMIN ? 404 : 403);
        } finally {
            accounts.removeToken(name);
        }
    }

    @Test
    void personLogsInActsUnderTheirNameAndLogsOut() throws Exception {
        accounts.add("boss", EnumSet.of(Role.ADMIN), PASSWORD.toCharArray());
        accounts.add("kim", EnumSet.of(Role.OPERATOR), PASSWORD.toCharArray());
        Answer wrong = client.post("/api/login", "{\"name\":\"kim\",\"password\":\"this is not it\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.error()).isEqualTo("The name or the password is wrong");

        Answer login = client.post("/api/login", "{\"name\":\"kim\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(login.json().path("roles").get(0).asText()).isEqualTo("operator");
        String set = login.headers().firstValue("set-cookie").orElseThrow();
        assertThat(set.toLowerCase(Locale.ROOT)).contains("httponly", "samesite=strict", "path=/");
        String cookie = set.split(";")[0];

        assertThat(client.get("/api/me", "Cookie", cookie).json().path("name").asText()).isEqualTo("kim");
        Answer paused = client.post("/api/pause", "{\"stage\":\"verify\"}", "Cookie", cookie, "Dromedary-User", "lee");
        assertThat(paused.json().path("orders").findValuesAsText("by")).contains("kim for lee");
        assertThat(client.post("/api/resume", "{\"stage\":\"verify\"}", "Cookie", cookie).status()).isEqualTo(200);
        assertThat(client.get("/api/plan/studies", "Cookie", cookie).error()).contains("the role reader, and kim has");

        assertThat(client.post("/api/pause", "{}", "Cookie", cookie, "Origin", "https://evil.example.org").status())
                .isEqualTo(403);
        accounts.lock("kim", true);
        assertThat(client.get("/api/me", "Cookie", cookie).status()).isEqualTo(401);
        accounts.lock("kim", false);
        String again = client.post("/api/login", "{\"name\":\"kim\",\"password\":\"" + PASSWORD + "\"}").headers()
                .firstValue("set-cookie").orElseThrow().split(";")[0];
        assertThat(client.post("/api/logout", "{}", "Cookie", again).status()).isEqualTo(200);
        assertThat(client.get("/api/me", "Cookie", again).status()).isEqualTo(401);
        accounts.remove("kim");
        assertThat(trail()).anyMatch(line -> line.contains("originalText=\"Login\"") && line.contains("UserID=\"kim\"")
                && line.contains("EventOutcomeIndicator=\"4\"") && line.contains("wrong password"))
                .anyMatch(line -> line.contains("originalText=\"Login\"") && line.contains("UserID=\"kim\"")
                        && line.contains("EventOutcomeIndicator=\"0\"") && line.contains("\"127.0.0.1\""))
                .anyMatch(line -> line.contains("originalText=\"Logout\"") && line.contains("UserID=\"kim\""))
                .anyMatch(line -> line.contains("GET /api/plan/studies") && line.contains("UserID=\"kim\"")
                        && line.contains("Use of Restricted Function") && line.contains("the role reader"));
    }

    @Test
    void readingPatientsIsInTheTrailAndReadingTheTrailIsToo() throws Exception {
        Client local = new Client();
        long before = trail().size();
        local.get("/api/plan/studies", "Dromedary-User", "lee");
        local.get("/api/audit");
        assertThat(trail().subList((int) before, trail().size()))
                .anyMatch(line -> line.contains("Patient Record") && line.contains("UserID=\"local for lee\""))
                .anyMatch(line -> line.contains("Audit Log Used") && line.contains("UserID=\"local\""));
    }

    private static List<String> trail() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<java.nio.file.Path> files = Files.list(Client.dataDir().resolve("audit"))) {
            for (java.nio.file.Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
