package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.dungeontalk.embedded.PostgresServer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Migrates a database that older versions of this service have filled. */
class MigrationTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path directory;

    private PostgresServer server;
    private Database database;

    @BeforeEach
    void start() {
        server = PostgresServer.start(directory);
        database = new Database(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keepsEveryRowOfTheTableThatHadNoPartitions() {
        migrateTo("1");
        database.execute(
                """
                INSERT INTO persistence.message (message_id, created_at, log_offset, log_epoch,
                    log_partition, kind, type, room_id, sender_id, sender_nickname, content,
                    ai_sources)
                SELECT CASE WHEN n % 100 = 0 THEN gen_random_uuid()
                        ELSE (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
                            || '7' || right(replace(gen_random_uuid()::text, '-', ''), 19))::uuid
                    END, at, n, 1, 3, 'chat', 'TALK', 'room', 'p-1', 'Mira', 'line ' || n,
                    CASE WHEN n % 7 = 0 THEN ARRAY['a', NULL, '"'] END
                FROM (SELECT n, timestamptz '2026-08-30Z' + n * interval '1 hour' AS at
                    FROM generate_series(1, 2000) n) AS hours
                """);
        String before = digest();
        migrateTo("latest");
        assertEquals(before, digest());
        assertEquals(2000, database.rows());
        assertEquals(4, database.number("SELECT count(*) FROM persistence.message_partition"));
        assertEquals(20, database.number("SELECT count(*) FROM persistence.message_other"));
    }

    /** Differs if any value of any row does. */
    private String digest() {
        return database.text(
                """
                SELECT md5(string_agg(concat_ws('|', message_id, created_at, log_offset, log_epoch,
                    log_partition, kind, type, room_id, sender_id, receiver_id, sender_nickname,
                    content, ai_sources::text), ',' ORDER BY log_offset))
                FROM persistence.message
                """);
    }

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(server.jdbcUrl(), server.username(), server.password())
                .defaultSchema("persistence")
                .target(MigrationVersion.fromVersion(version))
                .load()
                .migrate();
    }
}
