package org.dungeontalk.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.ServicePlan;

/** Asks a health check of a service, as Kubernetes does. */
final class Probe {

    private static final long PAUSE_MILLIS = 100;

    private final URI check;
    private final Duration limit;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param limit a later answer is none
     */
    Probe(URI check, Duration limit) {
        this.check = check;
        this.limit = limit;
    }

    /** The readiness probe of a service, with 5 s for an answer. */
    static Probe readiness(ServicePlan plan) {
        return new Probe(plan.readiness(), Duration.ofSeconds(5));
    }

    /** The liveness probe of a service, with the same limit. */
    static Probe liveness(ServicePlan plan) {
        return new Probe(plan.readiness().resolve("live"), Duration.ofSeconds(5));
    }

    /** Whether it answers 200 in time. */
    boolean isGreen() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(check).timeout(limit).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until it is green.
     *
     * @return false after this time
     */
    boolean awaitGreen(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!isGreen()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return true;
    }
}
