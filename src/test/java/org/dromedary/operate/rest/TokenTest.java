package org.dromedary.operate.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(TokenTest.WithToken.class)
class TokenTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final Client client = Client.unknown();

    /** An application with a token of its settings. */
    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.http.token", TOKEN);
        }
    }

    @Test
    void tokenOfTheSettingsMayDoEverything() throws Exception {
        assertThat(client.get("/api/orders", "Authorization", "Bearer " + TOKEN).status()).isEqualTo(200);
        assertThat(client.get("/api/audit", "Authorization", "bearer " + TOKEN).status()).isEqualTo(200);
        assertThat(client.get("/api/me", "Authorization", "Bearer " + TOKEN).json().path("name").asText())
                .isEqualTo("token:http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/status", "/api/nothing", "/", "/q/metrics", "/api/health/live/",
        "/api/health/../orders", "/api//health/live/x"})
    void nothingButHealthIsAnsweredWithoutAny(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(401);
        assertThat(client.get(path).error()).contains("POST /api/login", "token create");
        assertThat(client.get("/api/health/live").status()).isEqualTo(200);
        assertThat(client.get("/api/health/ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic 0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef",
        "Bearer 0123456789abcdef0123456789abcdeg", "Bearer "})
    void anythingElseIsRefused(String authorization) throws Exception {
        assertThat(client.get("/api/orders", "Authorization", authorization).status()).isEqualTo(401);
        assertThat(client.get("/api/health/live", "Authorization", authorization).status()).isEqualTo(200);
    }
}
