package org.dungeontalk.analytics.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.jboss.logging.Logger;

/**
 * Posts alerts to the operator's webhook, one at a time and in order, with the topic's JSON. Off
 * unless an address is set.
 *
 * <p>No guarantee: an alert is dropped and counted if the queue is full, if it is refused (4xx
 * other than 408 and 429) or if the last retry fails. Waiting alerts are lost with the process. The
 * topic has all alerts. Never blocks. May be called on any thread.
 */
@ApplicationScoped
public class Webhook {

    private static final Logger LOG = Logger.getLogger(Webhook.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final AnalyticsConfig.WebhookSettings settings;
    private final HttpClient client;
    private final ObjectMapper json;
    private final Queue<AlertView> waiting = new ArrayDeque<>();
    private boolean posting;
    private final Counter delivered;
    private final Counter failed;
    private final Counter dropped;

    Webhook(AnalyticsConfig config, Vertx vertx, ObjectMapper json, MeterRegistry metrics) {
        this.settings = config.webhook();
        this.json = json;
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setMaxPoolSize(1)
                                .setConnectTimeout((int) settings.timeLimit().toMillis()));
        this.delivered = counter(metrics, "delivered");
        this.failed = counter(metrics, "failed");
        this.dropped = counter(metrics, "dropped");
        Gauge.builder("dungeontalk.analytics.webhook.waiting", this, Webhook::waiting)
                .description("Alerts that wait for the webhook")
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("dungeontalk.analytics.webhook")
                .description("Alerts for the webhook by result")
                .tag("result", result)
                .register(metrics);
    }

    private synchronized int waiting() {
        return waiting.size();
    }

    /** Queues the alert if an address is set. */
    public void post(AlertView alert) {
        if (settings.url().isEmpty()) {
            return;
        }
        synchronized (this) {
            if (waiting.size() >= settings.queue()) {
                dropped.increment();
                return;
            }
            waiting.add(alert);
            if (posting) {
                return;
            }
            posting = true;
        }
        next();
    }

    private void next() {
        AlertView alert;
        synchronized (this) {
            alert = waiting.poll();
            posting = alert != null;
        }
        if (alert == null) {
            return;
        }
        Uni.createFrom()
                .deferred(() -> attempt(alert))
                .onFailure(failure -> !(failure instanceof Refused))
                .retry()
                .withBackOff(settings.retryFirst(), LONGEST_WAIT)
                .atMost(settings.retries())
                .onItemOrFailure()
                .invoke((done, failure) -> count(alert, failure))
                .onTermination()
                .invoke(this::next)
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("A webhook request failed", failure));
    }

    private void count(AlertView alert, Throwable failure) {
        if (failure == null) {
            delivered.increment();
        } else {
            failed.increment();
            LOG.warnf(
                    "The webhook did not accept alert %s; it is not sent again: %s",
                    alert.alertId(), failure);
        }
    }

    private Uni<Void> attempt(AlertView alert) {
        RequestOptions request =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(settings.url().orElseThrow().toString())
                        .setTimeout(settings.timeLimit().toMillis())
                        .putHeader("content-type", "application/json");
        settings.authorization().ifPresent(value -> request.putHeader("authorization", value));
        return client.request(request)
                .chain(sending -> sending.send(bytes(alert)))
                .map(
                        answer -> {
                            int status = answer.statusCode();
                            if (status / 100 == 2) {
                                return null;
                            }
                            if (status / 100 == 4 && status != 408 && status != 429) {
                                throw new Refused(status);
                            }
                            throw new IllegalStateException("status " + status);
                        })
                .replaceWithVoid()
                .ifNoItem()
                .after(settings.timeLimit())
                .fail();
    }

    private Buffer bytes(AlertView alert) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(alert));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A response that a retry would not change. */
    private static final class Refused extends RuntimeException {
        Refused(int status) {
            super("status " + status, null, false, false);
        }
    }
}
