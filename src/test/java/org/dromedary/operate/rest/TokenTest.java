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

    private final Client client = new Client();

    /** An application with a token. */
    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.http.token", TOKEN);
        }
    }

    @Test
    void requestWithTheTokenIsAnswered() throws Exception {
        assertThat(client.get("/api/orders", "Authorization", "Bearer " + TOKEN).status()).isEqualTo(200);
        assertThat(client.get("/api/orders", "Authorization", "bearer " + TOKEN).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/status", "/api/health/live", "/api/nothing", "/"})
    void nothingIsAnsweredWithoutIt(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(401);
        assertThat(client.get(path).error()).contains("dromedary.http.token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer 0123456789abcdef", "Basic 0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef", "Bearer 0123456789abcdef0123456789abcdeg"})
    void anythingElseIsRefused(String authorization) throws Exception {
        assertThat(client.get("/api/orders", "Authorization", authorization).status()).isEqualTo(401);
        assertThat(client.post("/api/pause", "{}", "Authorization", authorization).status()).isEqualTo(401);
    }
}
