package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.persistence.log.AiTurn;
import org.dungeontalk.persistence.log.LogRow;
import org.dungeontalk.persistence.log.LoggedMessage;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.store.MessageWriter;
import org.dungeontalk.persistence.store.WriteOutcome;
import org.junit.jupiter.api.Test;

/** Statements that write messages while an erasure is there, or becomes visible. */
@QuarkusTest
@WithTestResource(Backbone.class)
class ErasedMeanwhileTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Database database = new Database(Backbone.postgres());
    private final String room = Bodies.room();
    private final String player = "p-" + UUID.randomUUID();
    private final Instant through = Instant.now();
    private final Instant later = through.plusSeconds(1);

    @Inject MessageWriter writer;

    private long offset;

    @Test
    void coversTheOldMessagesOfABatchThatHasNewOnesToo() throws SQLException {
        try (Connection request = request("now()")) {
            request.commit();
        }
        write(
                said("p-2", null, "old of another", through),
                said(player, null, "new", later),
                said(player, null, "old", through),
                said("p-2", player, "whispered", through),
                said("p-2", player, "whispered later", later));
        assertEquals(
                List.of("old of another", "new", "", "whispered", "whispered later"),
                database.contents(room));
        assertEquals(2, namesOf(player));
        assertEquals(2, namesOf("anonymous " + player));
    }

    @Test
    void coversTheSourcesOfAnAiGameToo() throws SQLException {
        try (Connection request = request("now()")) {
            request.commit();
        }
        AiTurn turn = new AiTurn("game", 1L, 2L, 3L, List.of("a \"source\""));
        write(ai(player, "old", turn), ai("p-2", "kept", turn), said("p-2", null, "chat", through));
        assertEquals(List.of("", "kept", "chat"), database.contents(room));
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM persistence.message WHERE room_id = ?"
                                + " AND ai_sources = ARRAY['a \"source\"'] AND turn_number = 1",
                        room));
    }

    @Test
    void coversWhatIsWrittenBeforeAndAfterTheRequestCommits() throws SQLException {
        try (Connection request = request("NULL")) {
            write(said(player, null, "before", through));
            assertEquals(List.of("before"), database.contents(room));
            request.commit();
        }
        write(said(player, null, "after", through), said(player, null, "new", later));
        await().atMost(LIMIT).until(() -> database.contents(room).equals(List.of("", "", "new")));
        assertEquals(1, namesOf(player));
    }

    /**
     * An erasure that no other connection sees until it is committed.
     *
     * @param finished when the rows that were there had been changed; NULL: they are to be
     */
    private Connection request(String finished) throws SQLException {
        Connection connection = database.begin();
        try (PreparedStatement request =
                connection.prepareStatement(
                        "INSERT INTO persistence.erasure (player_id, pseudonym, mode, through,"
                                + " requested_by, finished_at) VALUES (?, ?, 'ERASE', ?, 'test', "
                                + finished
                                + ")")) {
            request.setString(1, player);
            request.setString(2, "anonymous " + player);
            request.setTimestamp(3, Timestamp.from(through));
            request.execute();
        }
        return connection;
    }

    private void write(LogRow... rows) {
        WriteOutcome outcome = writer.write(List.of(rows), 1).await().atMost(LIMIT);
        assertEquals(rows.length, outcome.stored());
    }

    private LogRow said(String sender, String receiver, String content, Instant at) {
        return row(MessageKind.CHAT, sender, receiver, content, "TALK", at, null);
    }

    private LogRow ai(String sender, String content, AiTurn turn) {
        return row(MessageKind.AICHAT, sender, null, content, "USER", through, turn);
    }

    private LogRow row(
            MessageKind kind,
            String sender,
            String receiver,
            String content,
            String type,
            Instant at,
            AiTurn turn) {
        LoggedMessage message =
                new LoggedMessage(
                        kind,
                        UUID.randomUUID(),
                        room,
                        sender,
                        receiver,
                        sender,
                        content,
                        type,
                        at,
                        turn);
        return new LogRow(message, 0, offset++);
    }

    private long namesOf(String id) {
        return database.number(
                "SELECT count(*) FROM persistence.message WHERE room_id = ?"
                        + " AND ? IN (sender_id, receiver_id)",
                room,
                id);
    }
}
