package org.dungeontalk.analytics.notice;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real HTTP server that answers as each test wants. */
class WebhookTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void close() {
        hanging.countDown();
        server.stop(0);
        threads.shutdownNow();
        vertx.closeAndAwait();
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Integer status = answers.poll();
        if (status != null && status == 0) {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status == null || status == 0 ? 204 : status, -1);
        exchange.close();
    }

    @Test
    void postsAlertsInTheirOrderAsTheTopicHasThem() {
        Webhook webhook = webhook(Map.of("authorization", "Bearer abc"));
        List<AlertView> alerts = List.of(alert(), alert(), alert());
        alerts.forEach(webhook::post);
        await().atMost(LIMIT).until(() -> count("delivered") == 3);
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(), Contract.violations("game-alert", bodies.get(i)));
            assertTrue(bodies.get(i).contains(alerts.get(i).alertId().toString()));
        }
        assertEquals(List.of("Bearer abc", "Bearer abc", "Bearer abc"), authorizations);
    }

    @Test
    void triesAgainWhatFailsAndTheNextWaitsForIt() {
        answers.addAll(List.of(500, 429));
        Webhook webhook = webhook(Map.of());
        AlertView first = alert();
        webhook.post(first);
        webhook.post(alert());
        await().atMost(LIMIT).until(() -> count("delivered") == 2);
        assertEquals(4, bodies.size());
        bodies.subList(0, 3).forEach(body -> assertTrue(body.contains(first.alertId().toString())));
        assertEquals(0, count("failed"));
    }

    @Test
    void givesUpAfterTheLastTryAndAtOnceWhatIsRefused() {
        answers.addAll(List.of(503, 503, 503, 400));
        Webhook webhook = webhook(Map.of("retries", "2"));
        webhook.post(alert());
        webhook.post(alert());
        webhook.post(alert());
        await().atMost(LIMIT).until(() -> count("delivered") == 1);
        assertEquals(2, count("failed"));
        assertEquals(5, bodies.size());
    }

    @Test
    void anAnswerThatNeverComesIsAFailure() {
        answers.add(0);
        Webhook webhook = webhook(Map.of("time-limit", "1S"));
        webhook.post(alert());
        await().atMost(LIMIT).until(() -> count("delivered") == 1);
        assertTrue(bodies.size() >= 2);
    }

    @Test
    void dropsAndCountsWhatDoesNotFitIntoTheQueue() {
        answers.add(0);
        Webhook webhook = webhook(Map.of("queue", "3"));
        webhook.post(alert());
        await().atMost(LIMIT).until(() -> bodies.size() == 1);
        for (int i = 0; i < 10; i++) {
            webhook.post(alert());
        }
        assertEquals(7, count("dropped"));
        assertEquals(3, metrics.get("dungeontalk.analytics.webhook.waiting").gauge().value(), 0.01);
        hanging.countDown();
        await().atMost(LIMIT).until(() -> count("delivered") == 4);
        assertEquals(0, metrics.get("dungeontalk.analytics.webhook.waiting").gauge().value(), 0.01);
    }

    @Test
    void postsNothingWithoutAnAddress() {
        Webhook webhook = new Webhook(Settings.of(Map.of()), vertx, json(), metrics);
        webhook.post(alert());
        assertEquals(0, metrics.get("dungeontalk.analytics.webhook.waiting").gauge().value(), 0.01);
        assertEquals(0, count("dropped"));
    }

    private double count(String result) {
        return metrics.get("dungeontalk.analytics.webhook").tag("result", result).counter().count();
    }

    private Webhook webhook(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("webhook.retry-first", "0.05S");
        all.put("webhook.url", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        settings.forEach((name, value) -> all.put("webhook." + name, value));
        return new Webhook(Settings.of(all), vertx, json(), metrics);
    }

    private static ObjectMapper json() {
        return new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    private static AlertView alert() {
        Instant at = Instant.parse("2026-11-22T18:04:05.123Z");
        return new AlertView(
                UUID.randomUUID(),
                "flood",
                "open",
                "warning",
                "none",
                new AlertView.SubjectView("player", "mira"),
                "tavern",
                at,
                at,
                at,
                at.plusSeconds(60),
                10,
                1,
                List.of("00000000-1-7"));
    }
}
