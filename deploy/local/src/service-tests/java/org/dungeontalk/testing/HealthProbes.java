package org.dungeontalk.testing;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The probes of a service, asked as Kubernetes asks them: an answer that comes too late is none.
 */
public final class HealthProbes {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String health;

    /**
     * @param health the address of all probes, {@code …/q/health}
     */
    public HealthProbes(URI health) {
        this.health = health.toString();
    }

    /**
     * The status of a probe, 0 without an answer.
     *
     * @param probe {@code live} or {@code ready}
     */
    public int status(String probe) {
        return ask(probe).map(HttpResponse::statusCode).orElse(0);
    }

    /** Whether the check of the probe is down, and the data that it answers hold this text. */
    public boolean isDown(String probe, String check, String text) {
        String path = "checks.find { it.name == '" + check + "' }";
        return ask(probe)
                .map(HttpResponse::body)
                .map(JsonPath::from)
                .filter(answer -> "DOWN".equals(answer.getString(path + ".status")))
                .map(answer -> String.valueOf(answer.getMap(path + ".data")))
                .filter(data -> data.contains(text))
                .isPresent();
    }

    /**
     * Blocks one of these event loops, such that the probes still answer. An answer that needs the
     * blocked loop never comes, which Kubernetes takes for a failure too, but it has no reason.
     *
     * @return to be opened when the loop may go on; two minutes later it does so by itself
     */
    public CountDownLatch blockOneOf(Iterable<? extends Executor> loops) {
        for (Executor loop : loops) {
            CountDownLatch free = new CountDownLatch(1);
            loop.execute(() -> block(free));
            if (status("live") == 200) {
                return free;
            }
            free.countDown();
        }
        throw new AssertionError("no probe answers beside a blocked event loop");
    }

    private static void block(CountDownLatch latch) {
        try {
            latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the thread whose name begins so. */
    public static void interrupt(String name) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .findFirst()
                .orElseThrow()
                .interrupt();
    }

    private Optional<HttpResponse<String>> ask(String probe) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(health + "/" + probe)).timeout(LIMIT).build();
        try {
            return Optional.of(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException late) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
