package org.dungeontalk.faults.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks a health check of a service, as Kubernetes does. An answer that takes longer than 5 s is
 * none. Any thread may call the methods, which block.
 */
public final class Probe {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI check;

    private Probe(URI check) {
        this.check = check;
    }

    /**
     * The readiness probe of a service.
     *
     * @param management any address at its management port
     */
    public static Probe readiness(URI management) {
        return new Probe(management.resolve("/q/health/ready"));
    }

    /**
     * The liveness probe of a service.
     *
     * @param management any address at its management port
     */
    public static Probe liveness(URI management) {
        return new Probe(management.resolve("/q/health/live"));
    }

    /** Whether it answers 200 in time. */
    public boolean isGreen() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(check).timeout(LIMIT).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until it is green.
     *
     * @return false after this time
     */
    public boolean awaitGreen(Duration most) throws InterruptedException {
        return Await.until(most, PAUSE, this::isGreen);
    }
}
