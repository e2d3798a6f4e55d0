package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new release meets the rows of the one before it, in a database of its own. */
@QuarkusTest
@WithTestResource(Stack.class)
class UpdateTest extends ServiceTest {

    private static final String NAME = "updated";
    private static final long NOW = System.currentTimeMillis();

    private String url;

    @BeforeEach
    void createAsOf7() {
        database.execute("CREATE DATABASE " + NAME);
        url = postgres.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + NAME + "$1");
        migrate("7");
    }

    @AfterEach
    void drop() {
        database.execute("DROP DATABASE " + NAME + " WITH (FORCE)");
    }

    @Test
    void aRaidThatBeganBeforeIsCountedFromItsBeginningAndGoesOn() throws SQLException {
        List<RaidMessage> recent =
                IntStream.range(0, 5)
                        .mapToObj(i -> new RaidMessage(7, i, "방-" + i % 2, NOW - i, i % 3, i))
                        .toList();
        List<RaidMessage> earlier =
                IntStream.range(5, 10)
                        .mapToObj(i -> new RaidMessage(7, i, "room", NOW - 300_000 - i, 2, i))
                        .toList();
        for (RaidMessage one : recent) {
            write(one, "1 minute");
        }
        for (RaidMessage one : earlier) {
            write(one, "6 minutes");
        }
        write(new RaidMessage(8, 1, "room", NOW - 300_000, 1, 90), "6 minutes");
        write(new RaidMessage(7, 1, "room", NOW - 86_400_000, 1, 91), "1 day");
        migrate("latest");
        assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                texts("SELECT log_offset FROM analytics.raid_message ORDER BY log_offset"));
        assertEquals(recent, batches());
        assertEquals(List.of("12"), texts("SELECT count(*) FROM analytics.saying"));
    }

    @Test
    void countsStayInTheAnswersAndRollUpsStayWhole() throws SQLException {
        execute(
                "INSERT INTO analytics.activity VALUES"
                        + " ('2026-11-22 17:03Z', 'chat', 'room', 'mira', 5, 1, 2, 3, 0);"
                        + " INSERT INTO analytics.rollup VALUES"
                        + " ('hour', '2026-11-22 17:00Z', '', '', 5, 1, 2, 3, 0, '')");
        migrate("latest");
        assertEquals(
                List.of("2026-11-22 17:03:00 chat room mira 5 1 2 3 0"),
                texts(
                        "SELECT concat_ws(' ', minute AT TIME ZONE 'UTC', kind, room_id, player_id,"
                                + " messages, joins, leaves, whispers, turns) FROM"
                                + " analytics.activity_cell"));
        assertEquals(
                List.of("2026-11-22 17:00:00"),
                texts(
                        "SELECT analytics.hour_with_activity('-infinity') AT TIME ZONE 'UTC' FROM"
                                + " analytics.rollup WHERE whole"));
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(url, postgres.username(), postgres.password())
                .schemas("analytics")
                .target(target)
                .load()
                .migrate();
    }

    private void write(RaidMessage one, String ago) throws SQLException {
        execute(
                "INSERT INTO analytics.saying VALUES (%d, %d, 'e', %d, %d, %d, '%s', now() - interval '%s')"
                        .formatted(
                                one.text(),
                                one.at(),
                                one.partition(),
                                one.offset(),
                                one.player(),
                                one.roomId(),
                                ago));
    }

    /** What the rows of batches hold, by offset. */
    private List<RaidMessage> batches() throws SQLException {
        List<RaidMessage> all = new ArrayList<>();
        try (Connection connection = connect();
                ResultSet found =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT minute, asked, texts, details, rooms FROM"
                                                + " analytics.text_batch")) {
            while (found.next()) {
                TextBatch batch =
                        new TextBatch(found.getLong(1), found.getBoolean(2), found.getBytes(3));
                batch.details(found.getBytes(4), (String[]) found.getArray(5).getArray());
                TextCounts asked = new TextCounts();
                batch.ask(asked);
                batch.count(asked);
                batch.frequent(asked, 1, number -> all.add(batch.message(number)));
            }
        }
        all.sort((one, other) -> Long.compare(one.offset(), other.offset()));
        return all;
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                ResultSet found = connection.createStatement().executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect()) {
            connection.createStatement().execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, postgres.username(), postgres.password());
    }
}
