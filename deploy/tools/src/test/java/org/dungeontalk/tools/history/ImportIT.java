package org.dungeontalk.tools.history;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Imports into a real PostgreSQL. */
class ImportIT extends TablesOfPersistence {

    private static final String WITHOUT_PLACE =
            "SELECT concat_ws('|', message_id, created_at, kind, type, room_id, sender_id,"
                    + " sender_nickname, content, game_id, turn_number, message_order,"
                    + " ai_response_time, ai_sources) FROM persistence.message WHERE true";

    @Test
    void theOrderOfARoomIsThatOfTheTimesAndOfTheFileWhereTimesAreEqual() throws Exception {
        write(chat(1, 5, "c"), chat(2, 5, "d"), chat(3, 9, "e"), chat(4, 0, "a"), chat(5, 4, "b"));
        assertEquals(0, run());
        assertEquals("5 read, 5 imported, 0 already there, 0 refused\n", said);
        assertEquals(List.of("a", "b", "c", "d", "e"), texts());
        write(chat(6, 5, "d2"), chat(7, 6, "d3"));
        assertEquals(0, run());
        assertEquals(List.of("a", "b", "c", "d", "d2", "d3", "e"), texts());
        assertEquals(
                "7", column("SELECT count(DISTINCT log_offset) FROM persistence.message").get(0));
        assertEquals(List.of("0"), column("SELECT DISTINCT log_epoch FROM persistence.message"));
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        write(chat(1, 5, "하나 🎲"), chat(2, 5, "둘"), chat(1, 5, "하나 🎲"));
        assertEquals(0, run());
        assertEquals("3 read, 2 imported, 1 already there, 0 refused\n", said);
        List<String> rows = rows();
        assertEquals(0, run());
        assertEquals("3 read, 0 imported, 3 already there, 0 refused\n", said);
        assertEquals(rows, rows());
        assertEquals(List.of("하나 🎲", "둘"), texts());
    }

    @Test
    void aMessageThatTheLogBroughtStaysAsItIs() throws Exception {
        write(chat(1, 5, "from the log"));
        assertEquals(0, run());
        execute("UPDATE persistence.message SET log_epoch = 1, log_partition = 3, log_offset = 7");
        List<String> rows = rows();
        write(chat(1, 5, "imported"));
        assertEquals(0, run());
        assertEquals("1 read, 0 imported, 1 already there, 0 refused\n", said);
        assertEquals(rows, rows());
    }

    @Test
    void refusedLinesAreWrittenToAFileWithTheirReasonsAndTheOthersAreImported() throws Exception {
        String nul = chat(2, 2, "a\\u0000b");
        write(chat(1, 1, "first"), "", nul, "not JSON", chat(3, 3, "last"), "x".repeat(1 << 21));
        assertEquals(1, run());
        assertTrue(said.startsWith("5 read, 2 imported, 0 already there, 3 refused\n"), said);
        assertTrue(said.contains("The refused lines are in " + refused), said);
        assertEquals(List.of("first", "last"), texts());
        List<JsonNode> lines = refusedLines();
        assertEquals(3, lines.size());
        assertEquals(3, lines.get(0).get("line").asInt());
        assertEquals("content contains NUL", lines.get(0).get("reason").asText());
        assertEquals(nul, lines.get(0).get("document").asText());
        assertEquals("not JSON", lines.get(1).get("document").asText());
        assertEquals("the line is longer than 1048576 bytes", lines.get(2).get("reason").asText());
        assertEquals(1000, lines.get(2).get("document").asText().length());
        write(chat(1, 1, "first"));
        assertEquals(0, run());
        assertFalse(Files.exists(refused));
    }

    @Test
    void aDryRunCountsAndWritesNoRow() throws Exception {
        write(chat(1, 1, "one"), chat(2, 2, "two"));
        assertEquals(0, run());
        write(chat(2, 2, "two"), chat(3, 3, "three"), "{}");
        assertEquals(1, run("--dry-run"));
        assertTrue(said.startsWith("3 read, 1 to import, 1 already there, 1 refused\n"), said);
        assertEquals(1, refusedLines().size());
        assertEquals(List.of("one", "two"), texts());
    }

    @Test
    void whatWasErasedOnRequestIsStoredWithoutNamesAndTexts() throws Exception {
        execute(
                "INSERT INTO persistence.erasure (player_id, pseudonym, mode, through,"
                    + " requested_by) VALUES ('p-1', 'gone-1', 'ERASE', '2025-06-24T10:00:05Z',"
                    + " 'op'), ('p-2', 'gone-2', 'PSEUDONYMISE', '2026-01-01T00:00:00Z', 'op')");
        write(
                chat(1, 5_000, "erased"),
                chat(2, 5_001, "later"),
                chat(3, 6, "kept").replace("p-1", "p-2"),
                chat(4, 7, "whispered")
                        .replace("p-1", "p-3")
                        .replace("\"type\"", "\"receiverId\": \"p-2\", \"type\""));
        assertEquals(0, run());
        assertEquals(
                List.of(
                        "gone-2|gone-2|kept|false|",
                        "p-3|p-3|whispered|false|gone-2",
                        "gone-1|gone-1||true|",
                        "p-1|p-1|later|false|"),
                column(
                        "SELECT concat_ws('|', sender_id, sender_nickname, content, CASE WHEN"
                                + " erased THEN 'true' ELSE 'false' END, coalesce(receiver_id, ''))"
                                + " FROM persistence.message ORDER BY message_id"));
    }

    @Test
    void eachMonthOfThePastGetsItsPartitionUpToWherePartitionsBegin() throws Exception {
        execute(
                "SELECT persistence.make_message_partition('2025-08-20T00:00Z',"
                        + " '2025-08-27T00:00Z')");
        write(chat(1, 1, "june"), chat(2, days(37), "july"), chat(3, days(40), "august"));
        assertEquals(0, run());
        assertEquals(
                List.of(
                        "message_20250601 june",
                        "message_20250701 july",
                        "message_20250801 august"),
                column(
                                "SELECT tableoid::regclass::text || ' ' || content FROM"
                                        + " persistence.message ORDER BY message_id")
                        .stream()
                        .map(name -> name.replace("persistence.", ""))
                        .toList());
        assertEquals(
                List.of("2025-08-01 2025-08-20", "2025-08-20 2025-08-27"),
                column(
                        "SELECT to_char(from_time AT TIME ZONE 'UTC', 'YYYY-MM-DD ') ||"
                                + " to_char(upto_time AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM"
                                + " persistence.message_partition WHERE from_time >= '2025-08-01'"
                                + " ORDER BY from_time"));
    }

    @Test
    void moreMessagesOfAMillisecondThanThereArePlacesAreRefused() throws Exception {
        write(chat(1, 5, "first"));
        assertEquals(0, run());
        execute("UPDATE persistence.message SET log_offset = log_offset + 9998");
        write(chat(2, 5, "last place"), chat(3, 5, "no place"), chat(4, 6, "next"));
        assertEquals(1, run());
        assertTrue(said.startsWith("3 read, 2 imported, 0 already there, 1 refused\n"), said);
        assertEquals(
                "the room has more than 10000 messages of this millisecond",
                refusedLines().get(0).get("reason").asText());
        assertEquals(List.of("first", "last place", "next"), texts());
    }

    @Test
    void anImportThatWasKilledGoesOnWhenItIsRepeated() throws Exception {
        int messages = 40_000;
        Files.write(
                file,
                IntStream.range(0, messages).mapToObj(i -> chat(i, i / 3, "text " + i)).toList());
        Process killed =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.dungeontalk.tools.Tools",
                                "import",
                                file.toString(),
                                "--data",
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("killed").toFile())
                        .start();
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !killed.isAlive() || count() > 0);
        killed.destroyForcibly();
        assertTrue(killed.waitFor(30, TimeUnit.SECONDS));
        await().atMost(Duration.ofSeconds(30)).until(() -> others() == 0);
        long before = count();
        assertTrue(0 < before && before < messages, () -> before + " were imported");
        assertEquals(0, run());
        assertEquals(
                "%d read, %d imported, %d already there, 0 refused\n"
                        .formatted(messages, messages - before, before),
                said);
        assertEquals(IntStream.range(0, messages).mapToObj(i -> "text " + i).toList(), texts());
    }

    @Test
    void whatTheWayBackExportsCanBeImportedAgain() throws Exception {
        write(
                chat(1, 5, "하나 🎲\\n\\\"둘\\\""),
                chat(2, 6, "imported, not logged"),
                """
                {"_id":"ai","aiGameRoomId":"crypt","senderId":"mira","content":"하나, AI",\
                "messageType":"AI","gameId":"g","turnNumber":3,"messageOrder":4,\
                "aiResponseTime":5,"aiSources":["a","b"],"createdAt":"2026-01-01T00:00:00Z"}\
                """);
        assertEquals(0, run());
        execute("UPDATE persistence.message SET log_epoch = 1 WHERE content LIKE '하나%'");
        List<String> exported = new ArrayList<>();
        for (String query : queriesOfTheWayBack()) {
            exported.addAll(column(query));
        }
        assertEquals(2, exported.size());
        List<String> before = column(WITHOUT_PLACE + " AND log_epoch = 1 ORDER BY message_id");
        execute("TRUNCATE persistence.message");
        write(exported.toArray(String[]::new));
        assertEquals(0, run());
        assertEquals(before, column(WITHOUT_PLACE + " ORDER BY message_id"));
    }

    /** Both queries, as the shell gives them to psql. */
    private static List<String> queriesOfTheWayBack() throws IOException {
        String page = Files.readString(Path.of("../../docs/moving-from-redis.md"));
        List<String> queries =
                Pattern.compile(
                                "-At -c \"\\s+(SELECT json_build_object\\('_id'.*?)\" > back",
                                Pattern.DOTALL)
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1).replace("\\$", "$").replace("\\\"", "\""))
                        .toList();
        assertEquals(2, queries.size());
        return queries;
    }

    @Test
    void twoImportsAtOnceAreRefused() throws Exception {
        write(chat(1, 1, "one"));
        try (Connection other = connect()) {
            other.createStatement().execute("SELECT pg_advisory_lock(4703918265002)");
            assertEquals("Another import runs on this database.", failure());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> others() == 0);
        assertEquals(0, run());
    }

    @Test
    void aDatabaseWithoutTheTablesIsNamed() throws Exception {
        write(chat(1, 1, "one"));
        execute("DELETE FROM persistence.log_epoch WHERE seq = 0");
        assertTrue(failure().startsWith("The tables are of an older persistence-service"));
        execute("DROP SCHEMA persistence CASCADE");
        assertTrue(failure().startsWith("The database has no tables of persistence-service"));
    }
}
