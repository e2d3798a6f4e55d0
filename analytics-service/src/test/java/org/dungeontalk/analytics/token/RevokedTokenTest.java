package org.dungeontalk.analytics.token;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.junit.jupiter.api.Test;

/** A token that was revoked, or ends, opens nothing here and keeps nothing open. */
@QuarkusTest
@WithTestResource(Stack.class)
class RevokedTokenTest extends ServiceTest {

    private static final String BASE = "/api/analytics/";

    @TestHTTPResource("/api/analytics/live/stream")
    URI stream;

    private final String player = "p-" + UUID.randomUUID();
    private final Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** What a watcher got, and when it was over. */
    private record Watched(List<String> lines, CompletableFuture<Void> over) {}

    @Test
    void aRevokedTokenSeesNothingMutesNobodyAndItsStreamEnds() {
        String old = token(second.minusSeconds(60), 600);
        assertEquals(200, live(old));
        Watched watched = watch(old);
        await().atMost(LIMIT).until(() -> !watched.lines.isEmpty());
        revoke(second.plusMillis(500));
        await().atMost(LIMIT).until(() -> live(old) == 401);
        await().atMost(LIMIT).until(watched.over::isDone);
        assertEquals(
                "The token was revoked.",
                given().auth().oauth2(old).get(BASE + "mutes").then().extract().path("detail"));
        assertEquals(401, mute(old));
        assertEquals(200, live(token(second, 600)));
    }

    @Test
    void aStreamEndsWithItsToken() {
        Instant end = second.plusSeconds(6);
        Watched watched = watch(token(second, 6));
        await().atMost(LIMIT).until(() -> !watched.lines.isEmpty());
        watched.over.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        assertFalse(Instant.now().isBefore(end), "ended too early");
        long events = watched.lines.stream().filter(line -> line.startsWith("data:")).count();
        assertTrue(events <= 8, events + " events of a token of six seconds");
    }

    @Test
    void whoMayNotWatchIsToldSoBeforeTheStreamBegins() {
        String problem = "application/problem+json";
        given().get(BASE + "live/stream").then().statusCode(401).contentType(problem);
        String player = Tokens.token(Stack.SECRET, Map.of("id", "p-1", "exp", 32_503_680_000L));
        given().auth()
                .oauth2(player)
                .get(BASE + "live/stream")
                .then()
                .statusCode(403)
                .contentType(problem);
    }

    @Test
    void theAnswerNamesTheLikelyMistake() {
        String milliseconds =
                Tokens.token(
                        Stack.SECRET, Map.of("id", player, "exp", Instant.now().toEpochMilli()));
        String said =
                given().auth()
                        .oauth2(milliseconds)
                        .get(BASE + "mutes")
                        .then()
                        .statusCode(401)
                        .extract()
                        .path("detail");
        assertTrue(said.contains("not milliseconds"), said);
    }

    private static int live(String token) {
        return given().auth().oauth2(token).get(BASE + "live").statusCode();
    }

    private static int mute(String token) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"minutes\":10}")
                .put(BASE + "mutes/somebody")
                .statusCode();
    }

    private Watched watch(String token) {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request =
                HttpRequest.newBuilder(stream).header("Authorization", "Bearer " + token).build();
        CompletableFuture<Void> over =
                HttpClient.newHttpClient()
                        .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                        .thenCompose(
                                answer ->
                                        CompletableFuture.runAsync(
                                                () -> answer.body().forEach(lines::add)));
        return new Watched(lines, over);
    }

    private String token(Instant issued, long seconds) {
        return Tokens.token(
                Stack.SECRET,
                Map.of(
                        "id",
                        player,
                        "roles",
                        List.of("moderator"),
                        "iat",
                        issued.getEpochSecond(),
                        "exp",
                        second.plusSeconds(seconds).getEpochSecond()));
    }

    private void revoke(Instant notBefore) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String value = "{\"playerId\":\"" + player + "\",\"notBefore\":\"" + notBefore + "\"}";
            producer.send(
                    new ProducerRecord<>(
                            "revocations", player.getBytes(UTF_8), value.getBytes(UTF_8)));
        }
    }
}
