package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Row P1 of the faults: PostgreSQL ends at once, as in a crash, and starts again. */
@QuarkusTest
@WithTestResource(Backbone.class)
class PostgresStoppedTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Database database = new Database(Backbone.postgres());

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    /** Later tests of this run need PostgreSQL, also if this one fails. */
    @AfterEach
    void postgresRuns() {
        if (!Backbone.postgres().isRunning()) {
            Backbone.postgres().restart();
        }
    }

    @Test
    void commitsNothingWhilePostgresIsAwayAndLosesNothing() {
        String room = Bodies.room();
        List<String> said = IntStream.range(0, 2000).mapToObj(i -> "line " + i).toList();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
            await().atMost(LIMIT).until(() -> status(ready) == 200);
            Backbone.postgres().stopImmediately();
            said.forEach(line -> log.write("chat", room, Bodies.chat(room, line).toString()));
            log.flush();

            await().atMost(Duration.ofSeconds(10)).until(() -> status(ready) == 503);
            assertEquals(200, status(live));
            await().during(Duration.ofSeconds(3))
                    .atMost(LIMIT)
                    .until(() -> log.lag("db-writer") == said.size());
            given().auth()
                    .oauth2(Token.of("p-1"))
                    .get("/api/chat/room/{room}/messages", room)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json");

            Backbone.postgres().restart();
            await().atMost(Duration.ofSeconds(10)).until(() -> database.rows(room) == said.size());
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
        }
        assertEquals(said, database.contents(room));
        await().atMost(LIMIT).until(() -> status(ready) == 200);
        assertEquals(200, status(live));
    }

    private static int status(URI probe) {
        return given().get(probe).statusCode();
    }
}
