package org.dromedary.operate.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalInt;
import org.dromedary.operate.embedded.HttpFile;
import org.dromedary.operate.security.LocalToken;
import org.dromedary.operate.settings.Settings;

/** The process that runs with the same data folder, asked over REST. */
public final class RunningDaemon {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private RunningDaemon() {
    }

    /** What only it knows, or null if none runs here or it does not answer soon. */
    public static JsonNode live(Settings settings) {
        OptionalInt port = HttpFile.port(settings.dataDir());
        if (port.isEmpty()) {
            return null;
        }
        String bind = settings.map(HttpSettings.class).bind();
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
        URI address = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port.getAsInt()
                + "/api/live");
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(LIMIT);
        LocalToken.read(settings.dataDir()).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<String> answer = HttpClient.newBuilder().connectTimeout(LIMIT).build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Json.parse(answer.body()) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
