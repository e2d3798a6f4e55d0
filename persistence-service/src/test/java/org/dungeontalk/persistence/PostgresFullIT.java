package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Row P3 of the faults: the disk under the table is full. Needs the right to mount a tmpfs. */
class PostgresFullIT {

    private static final String SIZE = "48m";
    private static final int MESSAGES = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static Backbone backbone;
    private static Map<String, String> settings;
    private static Path disk;

    @BeforeAll
    static void startBackbone() throws Exception {
        disk = Files.createTempDirectory(Path.of("target"), "small-disk-").toAbsolutePath();
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString()) == 0,
                "no tmpfs can be mounted here");
        backbone = new Backbone();
        settings = backbone.start();
    }

    @AfterAll
    static void stopBackbone() throws Exception {
        if (backbone != null) {
            backbone.stop();
            run("umount", disk.toString());
        }
        Files.deleteIfExists(disk);
    }

    @Test
    void waitsForRoomAndGoesOnByItself() throws Exception {
        Database database = new Database(Backbone.postgres());
        Path space = Files.createDirectory(disk.resolve("space"));
        try (Log log = new Log(Backbone.kafka().bootstrapServers());
                PackagedService service = new PackagedService(settings)) {
            service.awaitReady();
            database.execute("CREATE TABLESPACE small LOCATION '" + space + "'");
            database.execute("ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE small");
            database.execute("ALTER INDEX ALL IN TABLESPACE pg_default SET TABLESPACE small");
            Talk talk = new Talk(log, database, 40);
            talk.say(100);
            talk.awaitCommitted(LIMIT);

            Path filler = disk.resolve("filler");
            fill(filler);
            talk.say(MESSAGES);
            await().atMost(LIMIT).until(() -> away(service) == 1);
            assertEquals(503, service.status("/q/health/ready"));
            await().during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> service.status("/q/health/live") == 200 && away(service) == 1);

            Files.delete(filler);
            talk.awaitCommitted(LIMIT);
            talk.assertComplete();
            assertEquals(0, service.metric("dungeontalk_persistence_dead_lettered_total"));
            await().atMost(LIMIT).until(() -> service.status("/q/health/ready") == 200);
        }
    }

    private static double away(PackagedService service) {
        return service.metric(
                "dungeontalk_persistence_dependency_away{dependency=\"postgresql-writes\"}");
    }

    /** Writes until nothing fits any more. */
    private static void fill(Path filler) {
        byte[] zeros = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            BenchmarkReport.say("the disk is full: %s", full.getMessage());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
