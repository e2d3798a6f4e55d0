package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two hundred readers whose statements don't end, while messages are stored. */
@QuarkusTest
@WithTestResource(Backbone.class)
class ReadersTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int READERS = 200;

    private final Database database = new Database(Backbone.postgres());
    private final HttpClient http = HttpClient.newHttpClient();

    @Inject MeterRegistry registry;

    @TestHTTPResource URI service;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Test
    void writersGoOnWhileAllReadersHang() throws SQLException {
        String room = Bodies.room();
        given().get(ready).then().statusCode(200);
        AtomicBoolean over = new AtomicBoolean();
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                Connection lock = database.lock("persistence.log_epoch")) {
            List<CompletableFuture<Integer>> readers =
                    IntStream.range(0, 60).mapToObj(i -> readUntil(over, room)).toList();
            await().atMost(LIMIT).until(() -> waiting() > 0);
            for (int i = 0; i < 50; i++) {
                log.write("chat", room, Bodies.chat(room, "line " + i).toString());
            }
            log.flush();
            await().atMost(LIMIT).until(() -> database.rows(room) == 50);
            given().get(ready).then().statusCode(200);
            over.set(true);
            readers.forEach(reader -> assertEquals(503, reader.join()));
            await().atMost(LIMIT).until(() -> waiting() == 0);
            lock.rollback();
        }
        given().auth()
                .oauth2(Token.of("p-1"))
                .get("/api/chat/room/{room}/messages", room)
                .then()
                .statusCode(200);
    }

    @Test
    void whoFindsTooManyWaitingIsToldToComeBack() throws SQLException {
        String room = Bodies.room();
        double before = refused();
        try (Connection lock = database.lock("persistence.log_epoch")) {
            List<CompletableFuture<HttpResponse<Void>>> answers =
                    IntStream.range(0, READERS).mapToObj(i -> read(room)).toList();
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                assertEquals(503, answer.join().statusCode());
                assertTrue(answer.join().headers().firstValue("Retry-After").isPresent());
            }
            lock.rollback();
        }
        assertTrue(refused() > before);
    }

    private double refused() {
        return registry.get("dungeontalk.persistence.reads.refused").counter().count();
    }

    private CompletableFuture<Integer> readUntil(AtomicBoolean over, String room) {
        return read(room)
                .thenCompose(
                        answer ->
                                over.get()
                                        ? CompletableFuture.completedFuture(answer.statusCode())
                                        : readUntil(over, room));
    }

    /** With a cursor of a log that nobody knows: the table of logs has to be asked. */
    private CompletableFuture<HttpResponse<Void>> read(String room) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                service.resolve(
                                        "/api/chat/room/" + room + "/messages?before=0badc0de-1-1"))
                        .header("Authorization", "Bearer " + Token.of("p-1"))
                        .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    /** Statements of the service that wait for a lock. */
    private long waiting() {
        return database.number(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    }
}
