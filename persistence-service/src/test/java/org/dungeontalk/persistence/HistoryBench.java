package org.dungeontalk.persistence;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures pages of history among ten million rows of a year: one room of two million, 6,400 rooms
 * of 1,250. Run by deploy/load/bench.
 */
class HistoryBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 10_000_000);
    private static final int PAGES = Integer.getInteger("bench.pages", 2_000);
    private static final int LOUD_SHARE = 5;
    private static final int ROOMS = 8_000;

    /** Half of the loud room's messages. */
    private static final int BACK = ROWS / LOUD_SHARE / 2;

    /** Messages of one room at each fifth number; the others go round the rooms. */
    private static final String FILL =
            """
            INSERT INTO persistence.message (message_id, created_at, log_offset, log_epoch,
                log_partition, kind, type, room_id, sender_id, sender_nickname, content)
            SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
                    || '7' || right(md5(n::text), 19))::uuid, at, n, 1,
                CASE WHEN n % 5 = 0 THEN 7 ELSE n % 30 END, 'chat', 'TALK',
                CASE WHEN n % 5 = 0 THEN 'loud' ELSE 'tavern-' || n % 8000 END,
                'player-' || n % 9973, 'Mira',
                repeat('I open the door, slowly, and look for the key. ', 1 + (n % 4)::int)
                    || CASE WHEN n % 1000 = 0 THEN '주막에서' ELSE '' END
            FROM (SELECT n, timestamptz '2026-01-01Z' + make_interval(secs => n * 31536000.0 / %d) AS at
                FROM generate_series(%d, %d) n) AS numbers
            """;

    private static Backbone backbone;
    private static Map<String, String> settings;
    private static Database database;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(1);

    @BeforeAll
    static void start() {
        backbone = new Backbone();
        settings = backbone.start();
        database = new Database(Backbone.postgres());
    }

    @AfterAll
    static void stop() {
        backbone.stop();
    }

    @Test
    void readsPagesAmongTenMillionRows() {
        try (PackagedService service = new PackagedService(settings)) {
            service.awaitReady();
            fill();
            String epoch = database.text("SELECT epoch FROM persistence.log_epoch WHERE seq > 0");
            URI address = service.address();
            for (String round : List.of("first", "second")) {
                BenchmarkReport.durations(
                        round + " round, newest page of any room",
                        PAGES,
                        i -> page(address, quiet(), ""));
                BenchmarkReport.durations(
                        round + " round, newest page of the loud room",
                        PAGES,
                        i -> page(address, "loud", ""));
                BenchmarkReport.durations(
                        round + " round, a page %,d messages back".formatted(BACK),
                        PAGES,
                        i -> {
                            long offset = ROWS / 2 - LOUD_SHARE * random.nextInt(BACK / 20);
                            page(address, "loud", "&before=" + epoch + "-7-" + offset);
                        });
                BenchmarkReport.durations(
                        round + " round, search through a room of 1,000",
                        PAGES / 10,
                        i -> page(address, quiet(), "&q=dragon"));
                BenchmarkReport.durations(
                        round + " round, search through 20,000 of the loud room",
                        PAGES / 20,
                        i -> page(address, "loud", "&q=dragon"));
                BenchmarkReport.durations(
                        round + " round, what one player said",
                        PAGES,
                        i -> spoken(address, "player-" + random.nextInt(9973)));
            }
            plan("newest page", "log_epoch < 2147483647");
            plan(
                    "page %,d messages back".formatted(BACK),
                    "log_epoch = 1 AND log_offset < " + ROWS / 2);
        }
    }

    /** As fast as it goes: the indexes are made when the rows are there. */
    private static void fill() {
        database.execute(
                """
                DO $$ BEGIN
                FOR month IN 1..12 LOOP
                    PERFORM persistence.make_message_partition(
                        make_timestamptz(2026, month, 1, 0, 0, 0, 'UTC'),
                        make_timestamptz(2026, month, 1, 0, 0, 0, 'UTC') + interval '1 month');
                END LOOP; END $$
                """);
        database.execute(
                "ALTER TABLE persistence.message DROP CONSTRAINT message_pkey;"
                        + "DROP INDEX persistence.message_history;"
                        + "DROP INDEX persistence.message_sender");
        int piece = ROWS / 10;
        for (int from = 1; from <= ROWS; from += piece) {
            database.execute(
                    FILL.replace("%d, %d", from + ", " + (from + piece - 1))
                            .replace("%d", "" + ROWS));
        }
        database.execute(
                "ALTER TABLE persistence.message ADD PRIMARY KEY (message_id, room_id);CREATE INDEX"
                        + " message_history ON persistence.message (kind, room_id, log_epoch DESC,"
                        + " log_offset DESC) WHERE NOT erased;CREATE INDEX message_sender ON"
                        + " persistence.message (sender_id, created_at DESC)");
        database.execute("VACUUM ANALYZE persistence.message");
        database.execute("CHECKPOINT");
        BenchmarkReport.say(
                "%d rows, %s with indexes, in %d partitions",
                database.rows(),
                database.text(
                        "SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM"
                                + " pg_inherits WHERE inhparent = 'persistence.message'::regclass"),
                database.number("SELECT count(*) FROM persistence.message_partition"));
    }

    private static void plan(String what, String place) {
        BenchmarkReport.say("plan of the %s:", what);
        database.lines(
                        "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) SELECT * FROM"
                            + " persistence.message WHERE kind = 'chat' AND room_id = 'loud' AND"
                            + " NOT erased AND (receiver_id IS NULL OR receiver_id = 'p' OR"
                            + " sender_id = 'p') AND "
                                + place
                                + " ORDER BY log_epoch DESC, log_offset DESC LIMIT 51")
                .forEach(line -> BenchmarkReport.say("%s", line));
    }

    /** One of the 6,400 rooms that are not the loud one's numbers. */
    private String quiet() {
        return "tavern-"
                + (random.nextInt(ROOMS / LOUD_SHARE) * LOUD_SHARE + 1 + random.nextInt(4));
    }

    private void page(URI address, String room, String more) {
        get(
                address.resolve("/api/chat/room/" + room + "/messages?limit=50" + more),
                Token.of("p-1"));
    }

    private void spoken(URI address, String player) {
        JwtClaims claims = Token.claims("m-1");
        claims.setStringListClaim("roles", "moderator");
        get(address.resolve("/api/moderation/player/" + player + "/messages"), Token.sign(claims));
    }

    private void get(URI uri, String token) {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(30))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
