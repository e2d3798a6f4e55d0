package org.dungeontalk.analytics.report;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Settings;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.Tokens;
import org.dungeontalk.analytics.activity.ActivityQuery;
import org.dungeontalk.analytics.activity.Granularity;
import org.dungeontalk.analytics.activity.QueryParameters;
import org.dungeontalk.analytics.activity.TimeRange;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.rollup.Timeline;
import org.dungeontalk.analytics.rollup.TimelineQuery;
import org.junit.jupiter.api.Test;

/** A day in which 250 players spoke every minute: 360,000 rows. */
@QuarkusTest
@WithTestResource(Stack.class)
class BusyDayTest extends ServiceTest {

    private static final String BASE = "/api/analytics/";
    private static final Instant DAY = Instant.parse("2025-02-03T00:00:00Z");
    private static final Instant END = Instant.parse("2025-02-04T00:00:00Z");

    @Inject Pool pool;

    @Test
    void everyQuestionAboutItIsAnswered() {
        database.execute(
                "INSERT INTO analytics.activity (minute, kind, room_id, player_id, messages) SELECT"
                    + " timestamptz '2025-02-03 00:00Z' + m * interval '1 minute', 'chat', 'busy-'"
                    + " || p % 50, 'busy-player-' || p, 1 FROM generate_series(0, 1439) m,"
                    + " generate_series(1, 250) p");
        day().queryParam("by", "minute")
                .get(BASE + "timeline")
                .then()
                .statusCode(200)
                .body("players", equalTo(250))
                .body("windows", hasSize(1_440))
                .body("windows.players", everyItem(equalTo(250)));
        day().get(BASE + "activity")
                .then()
                .statusCode(200)
                .body("messages", equalTo(360_000))
                .body("players", equalTo(250))
                .body("rooms", hasSize(50));
        day().get(BASE + "players").then().statusCode(200).body("players", hasSize(100));
        day().queryParam("by", "minute")
                .get(BASE + "rooms")
                .then()
                .statusCode(200)
                .body("rooms", hasSize(50))
                .body("rooms.players", everyItem(equalTo(5)));
        database.execute("DELETE FROM analytics.activity WHERE room_id LIKE 'busy-%'");
    }

    @Test
    void whatWouldReadTooMuchIsRefusedWithAWordHowToAsk() {
        database.execute(
                "INSERT INTO analytics.activity (minute, kind, room_id, player_id, messages) SELECT"
                        + " timestamptz '2025-02-05 00:00Z', 'chat', 'full', 'p-' || p, 1 FROM"
                        + " generate_series(1, 1001) p");
        AnalyticsConfig few = Settings.of(Map.of("query.most-rows", "1000"));
        TimeRange range = new TimeRange(END, END.plusSeconds(2 * 86_400));
        QueryParameters question =
                new QueryParameters(range, Optional.of("full"), Optional.empty());
        RankingQuery rankings = new RankingQuery(pool, few);
        List<Uni<?>> answers =
                List.of(
                        rankings.players(range),
                        rankings.rooms(range, Granularity.MINUTE),
                        new TimelineQuery(pool, few).answer(question, Granularity.MINUTE),
                        new ActivityQuery(pool, few).answer(question));
        answers.forEach(BusyDayTest::refused);
        AnalyticsConfig enough = Settings.of(Map.of("query.most-rows", "1001"));
        Timeline whole =
                new TimelineQuery(pool, enough)
                        .answer(question, Granularity.MINUTE)
                        .await()
                        .atMost(LIMIT);
        assertEquals(1_001, whole.players());
        database.execute("DELETE FROM analytics.activity WHERE room_id = 'full'");
    }

    @Test
    void reportsThatWouldReadTooMuchAreRefusedWithAWordHowToAsk() {
        database.execute(
                """
                INSERT INTO analytics.activity (minute, kind, room_id, player_id, messages, turns)
                SELECT timestamptz '2025-03-05 00:00Z', 'aichat', 'full', 'p-' || p, 1, 1
                FROM generate_series(1, 1001) p;
                INSERT INTO analytics.rollup_due (grain, starts_at, claim, claimed_at)
                VALUES ('hour', '2025-03-05 00:00Z', gen_random_uuid(), now());
                INSERT INTO analytics.answer
                    (log_offset, room_id, answered_at, reported_ms, observed_ms, epoch, partition)
                SELECT p, 'full', timestamptz '2025-03-06 00:00Z', 1, 1, 'full', 0
                FROM generate_series(1, 1001) p;
                INSERT INTO analytics.session
                SELECT 'chat', 'full', 'p-' || p, timestamptz '2025-03-06 00:00Z',
                    timestamptz '2025-03-06 00:10Z', 3 FROM generate_series(1, 1001) p\
                """);
        TimeRange unmade = day("2025-03-05T00:00:00Z");
        TimeRange told = day("2025-03-06T00:00:00Z");
        ReportQuery few = new ReportQuery(pool, Settings.of(Map.of("query.most-rows", "1000")));
        ReportQuery enough = new ReportQuery(pool, Settings.of(Map.of("query.most-rows", "1001")));
        try {
            refused(few.answers(unmade));
            refused(few.answers(told));
            refused(few.sessions(told));
            refused(few.heatMap(1, told.to()));
            assertEquals(1_001, enough.answers(unmade).await().atMost(LIMIT).turns());
            assertEquals(
                    1_001, enough.answers(told).await().atMost(LIMIT).hours().get(0).answers());
            enough.sessions(told).await().atMost(LIMIT);
            assertEquals(
                    1_001,
                    enough.heatMap(1, told.to()).await().atMost(LIMIT).cells().get(0).messages());
        } finally {
            database.execute(
                    """
                    DELETE FROM analytics.activity WHERE room_id = 'full';
                    DELETE FROM analytics.rollup_due WHERE starts_at = '2025-03-05 00:00Z';
                    DELETE FROM analytics.answer WHERE room_id = 'full';
                    DELETE FROM analytics.session WHERE room_id = 'full'\
                    """);
        }
    }

    private static TimeRange day(String begin) {
        Instant from = Instant.parse(begin);
        return new TimeRange(from, from.plusSeconds(86_400));
    }

    private static void refused(Uni<?> answer) {
        String said =
                assertThrows(IllegalArgumentException.class, () -> answer.await().atMost(LIMIT))
                        .getMessage();
        assertTrue(said.contains("shorter span"), said);
    }

    @Test
    void alertsComeCriticalOnesFirstInPagesWithTheirNumber() {
        database.execute(
                """
                INSERT INTO analytics.alert SELECT gen_random_uuid(), 'flood', 'player', 'old-' || i, 'r',
                    CASE WHEN i = 7 THEN 'critical' ELSE 'warning' END, t, t, t, t, 1, 1, '{}'
                FROM (SELECT i, timestamptz '2024-05-05 05:00Z' + i * interval '1 second' AS t
                    FROM generate_series(1, 120) i) s;
                INSERT INTO analytics.alert_notice SELECT id, 'open', severity, 'none', now(), now()
                FROM analytics.alert WHERE subject_id LIKE 'old-%'\
                """);
        String range = "alerts?from=2024-05-05T05:00:00Z&to=2024-05-05T06:00:00Z";
        operator()
                .get(BASE + range + "&first=critical&limit=2")
                .then()
                .statusCode(200)
                .body("total", equalTo(120))
                .body("alerts.subject.id", equalTo(List.of("old-7", "old-120")));
        operator()
                .get(BASE + range + "&first=critical&limit=100&offset=100")
                .then()
                .body("alerts", hasSize(20));
        operator()
                .get(BASE + range + "&limit=1")
                .then()
                .body("alerts.subject.id", equalTo(List.of("old-120")));
        database.execute(
                "DELETE FROM analytics.alert_notice WHERE alert_id IN (SELECT id FROM"
                        + " analytics.alert WHERE subject_id LIKE 'old-%');"
                        + " DELETE FROM analytics.alert WHERE subject_id LIKE 'old-%'");
        operator().get(BASE + range + "&first=oldest").then().statusCode(400);
        operator().get(BASE + range + "&offset=-1").then().statusCode(400);
    }

    private static RequestSpecification day() {
        return operator().queryParam("from", DAY.toString()).queryParam("to", END.toString());
    }

    private static RequestSpecification operator() {
        String token = Tokens.token(Stack.SECRET, Map.of("id", "x", "roles", List.of("operator")));
        return given().header("Authorization", "Bearer " + token);
    }
}
