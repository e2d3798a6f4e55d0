package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures storing the log's records, compared with psql's COPY of the same rows into the same
 * table. Run by deploy/load/bench; needs psql.
 */
class IngestBench {

    private static final int MESSAGES = Integer.getInteger("bench.messages", 1_000_000);
    private static final int ROOMS = 2_000;
    private static final int RUNS = Integer.getInteger("bench.runs", 2);
    private static final int WARM_UP = 100;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Path FILE = Path.of("target", "bench-rows.copy").toAbsolutePath();

    private static Backbone backbone;
    private static Map<String, String> settings;
    private static Database database;

    @BeforeAll
    static void start() {
        backbone = new Backbone();
        settings = backbone.start();
        database = new Database(Backbone.postgres());
    }

    @AfterAll
    static void stop() throws IOException {
        backbone.stop();
        Files.deleteIfExists(FILE);
    }

    @Test
    void storesAMillionMessages() throws Exception {
        makeTables();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            fill(log);
            for (int run = 0; run < RUNS; run++) {
                double service = ingest(log);
                if (run == 0) {
                    psql("\\copy (SELECT * FROM persistence.message) TO '" + FILE + "'");
                }
                double copy = copy();
                BenchmarkReport.say("service / COPY: %.2f", service / copy);
            }
        }
    }

    /** Ten messages a second: from the log's acknowledgement until another connection sees it. */
    @Test
    void storesAMessageAtATime() throws Exception {
        long[] nanos = new long[Integer.getInteger("bench.light", 600)];
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settings)) {
            service.awaitReady();
            await().atMost(LIMIT).until(() -> log.lag("db-writer") == 0);
            try (Database.Watcher watcher = database.watch()) {
                for (int i = -WARM_UP; i < nanos.length; i++) {
                    long taken = untilVisible(log, watcher);
                    if (i >= 0) {
                        nanos[i] = taken;
                    }
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, PAUSE_NANOS - taken));
                }
            }
        }
        BenchmarkReport.quantiles("light traffic, acknowledged to visible", nanos);
    }

    private static long untilVisible(Log log, Database.Watcher watcher) throws SQLException {
        String room = Bodies.room();
        ObjectNode body = Bodies.chat(room, "a word");
        log.write("chat", room, body.toString());
        log.flush();
        long begin = System.nanoTime();
        while (!watcher.sees(body.get("messageId").asText())) {
            Thread.onSpinWait();
        }
        return System.nanoTime() - begin;
    }

    private static void makeTables() {
        try (PackagedService service = new PackagedService(settings)) {
            service.awaitReady();
        }
    }

    private static void fill(Log log) {
        Random random = new Random(1);
        for (int i = 0; i < MESSAGES; i++) {
            String room = "tavern-" + random.nextInt(ROOMS);
            String text = "I open the door, slowly, and look for the key. ".repeat(1 + i % 4);
            log.write(
                    "chat",
                    room,
                    Bodies.chat(room, text).put("senderId", "player-" + i % 10_000).toString());
            if (i % 10_000 == 0) {
                log.flush();
            }
        }
        log.flush();
    }

    /** Rows a second, from the first row to the last. */
    private static double ingest(Log log) {
        database.execute("TRUNCATE persistence.message");
        database.execute("CHECKPOINT");
        log.rewind("db-writer");
        try (PackagedService service = new PackagedService(settings)) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(LIMIT)
                    .until(() -> stored(service) > 0);
            double first = stored(service);
            Duration cpuBefore = service.cpu();
            long postgresBefore = postgresTicks();
            long begin = System.nanoTime();
            double half = awaitStored(service, MESSAGES / 2);
            long halfTime = System.nanoTime();
            awaitStored(service, MESSAGES);
            long end = System.nanoTime();
            double seconds = (end - begin) / 1e9;
            BenchmarkReport.say(
                    "service: %.0f rows/s, %.1f s, CPU %.1f s of its own and %.1f s of PostgreSQL;"
                            + " the second half, with less compiling: %.0f rows/s",
                    (MESSAGES - first) / seconds,
                    seconds,
                    service.cpu().minus(cpuBefore).toMillis() / 1e3,
                    (postgresTicks() - postgresBefore) / 100.0,
                    (MESSAGES - half) / ((end - halfTime) / 1e9));
            assertEquals(MESSAGES, database.rows());
            return (MESSAGES - first) / seconds;
        }
    }

    /** Waits until so many are stored. Returns how many are then. */
    private static double awaitStored(PackagedService service, int messages) {
        return await().pollInterval(Duration.ofMillis(100))
                .atMost(LIMIT)
                .until(() -> stored(service), stored -> stored >= messages);
    }

    private static double stored(PackagedService service) {
        return service.metric("dungeontalk_persistence_stored_total");
    }

    private static double copy() throws Exception {
        database.execute("TRUNCATE persistence.message");
        database.execute("CHECKPOINT");
        long before = postgresTicks();
        long begin = System.nanoTime();
        psql("\\copy persistence.message FROM '" + FILE + "'");
        double seconds = (System.nanoTime() - begin) / 1e9;
        BenchmarkReport.say(
                "COPY by psql: %.0f rows/s, %.1f s, CPU of PostgreSQL %.1f s",
                MESSAGES / seconds, seconds, (postgresTicks() - before) / 100.0);
        assertEquals(MESSAGES, database.rows());
        return MESSAGES / seconds;
    }

    private static long postgresTicks() {
        return CpuTicks.ofFamily(Backbone.postgres().pid());
    }

    private static void psql(String command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "psql",
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-c",
                        command,
                        Backbone.postgres().reactiveUrl());
        builder.environment().put("PGUSER", Backbone.postgres().username());
        builder.environment().put("PGPASSWORD", Backbone.postgres().password());
        int code = builder.inheritIO().start().waitFor();
        assertEquals(0, code, "psql failed");
    }
}
