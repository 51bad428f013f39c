package org.dromedary.coordination.incident;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Posts the body, a JSON text, to {@code dromedary.incident.webhook}. */
@ApplicationScoped
@Named("incidentWebhook")
public class Webhook implements Processor {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final IncidentSettings settings;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

    Webhook(IncidentSettings settings) {
        this.settings = settings;
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        post(exchange.getMessage().getBody(String.class));
    }

    void post(String json) throws IOException, InterruptedException {
        // The address may carry a secret, so no message repeats more of it than its host.
        URI address = URI.create(settings.webhook().orElseThrow());
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("the webhook at " + address.getHost() + " answered " + status);
        }
    }
}
