package org.dungeontalk.analytics.moderator;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.junit.jupiter.api.Test;

/** A player whose queries take long, and a moderator who mutes meanwhile. */
@QuarkusTest
@WithTestResource(Stack.class)
class MuteDuringQueriesTest extends ServiceTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource("/api/analytics/activity?room=tavern")
    URI activity;

    @Test
    void aModeratorMutesWhileAPlayersQueriesHoldEveryPlace() throws Exception {
        List<CompletableFuture<Integer>> queries = new ArrayList<>();
        assertEquals(200, ask().join());
        double before = counter("queries.refused");
        try (Connection lock = database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement()
                    .execute("LOCK TABLE analytics.activity IN ACCESS EXCLUSIVE MODE");
            await().atMost(LIMIT)
                    .until(
                            () -> {
                                queries.add(ask());
                                return counter("queries.refused") > before;
                            });
            given().header("Authorization", "Bearer " + token("roles", "moderator"))
                    .contentType("application/json")
                    .body("{\"minutes\":10}")
                    .put("/api/analytics/mutes/p-" + UUID.randomUUID())
                    .then()
                    .statusCode(200)
                    .body("muted", equalTo(true));
            lock.rollback();
        }
        queries.forEach(CompletableFuture::join);
    }

    private CompletableFuture<Integer> ask() {
        HttpRequest request =
                HttpRequest.newBuilder(activity)
                        .header("Authorization", "Bearer " + token("rooms", "tavern"))
                        .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private static String token(String claim, String value) {
        return Tokens.token(Stack.SECRET, Map.of("id", "x", claim, List.of(value)));
    }
}
