package org.dungeontalk.tools.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code persistence.message}, as persistence-service writes it.
 *
 * <p>History is in the order of log and offset. Imported messages belong to log number 0, which is
 * before every log that was read; their offset is their time, {@link #PLACES} for each millisecond.
 * Messages of one millisecond keep the order in which they came.
 */
final class HistoryTable {

    /** How many messages of one room may have the same millisecond. */
    static final int PLACES = 10_000;

    /** For each message whether its room has it, and the newest offset of its millisecond. */
    private static final String FIND =
            """
            SELECT EXISTS (
                    SELECT FROM persistence.message AS m
                    WHERE m.message_id = b.message_id AND m.room_id = b.room_id) AS there,
                (SELECT max(m.log_offset) FROM persistence.message AS m
                    WHERE m.kind = b.kind AND m.room_id = b.room_id AND m.log_epoch = 0
                        AND NOT m.erased
                        AND m.log_offset >= b.first AND m.log_offset < b.first + %d) AS newest
            FROM json_to_recordset(?::json) AS b(
                nr integer, message_id uuid, kind text, room_id text, first bigint)
            ORDER BY nr
            """
                    .formatted(PLACES);

    /** What was erased on request is stored as an erasure leaves it, also if it comes later. */
    private static final String INSERT =
            """
            INSERT INTO persistence.message (
                message_id, created_at, log_offset, log_epoch, log_partition, turn_number,
                message_order, ai_response_time, kind, type, room_id, sender_id, receiver_id,
                sender_nickname, content, game_id, ai_sources, erased)
            SELECT b.message_id, b.created_at, b.log_offset, 0, 0, b.turn_number,
                b.message_order, b.ai_response_time, b.kind, b.type, b.room_id,
                coalesce(sender.pseudonym, b.sender_id),
                coalesce(receiver.pseudonym, b.receiver_id),
                coalesce(sender.pseudonym, b.sender_nickname),
                CASE WHEN sender.mode = 'ERASE' THEN '' ELSE b.content END, b.game_id,
                CASE WHEN sender.mode = 'ERASE' THEN NULL ELSE b.ai_sources END,
                coalesce(sender.mode = 'ERASE', false)
            FROM json_to_recordset(?::json) AS b(
                message_id uuid, created_at timestamptz, log_offset bigint, turn_number bigint,
                message_order bigint, ai_response_time bigint, kind text, type text, room_id text,
                sender_id text, receiver_id text, sender_nickname text, content text, game_id text,
                ai_sources text[])
            LEFT JOIN persistence.erasure AS sender
                ON sender.player_id = b.sender_id AND b.created_at <= sender.through
            LEFT JOIN persistence.erasure AS receiver
                ON receiver.player_id = b.receiver_id AND b.created_at <= receiver.through
            ON CONFLICT DO NOTHING
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;

    HistoryTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * A message that the table does not have.
     *
     * @param offset its place in history; -1 if no place of its millisecond is free
     */
    record Placed(ImportedMessage message, long offset) {

        boolean fits() {
            return offset >= 0;
        }
    }

    /** What the table says about a message. */
    private record Found(boolean there, Long newest) {}

    private record Millisecond(String kind, String room, long first) {}

    /**
     * The messages that the table does not have, each at its place.
     *
     * @param messages with different keys
     */
    List<Placed> place(List<ImportedMessage> messages) throws SQLException {
        List<Found> found = find(messages);
        Map<Millisecond, Long> next = new HashMap<>();
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (found.get(i).there()) {
                continue;
            }
            ImportedMessage message = messages.get(i);
            long first = first(message);
            Long newest = found.get(i).newest();
            Millisecond at = new Millisecond(message.kind(), message.room(), first);
            long offset = next.getOrDefault(at, newest == null ? first : newest + 1);
            next.put(at, offset + 1);
            placed.add(new Placed(message, offset < first + PLACES ? offset : -1));
        }
        return placed;
    }

    private List<Found> find(List<ImportedMessage> messages) throws SQLException {
        ArrayNode batch = JSON.createArrayNode();
        for (ImportedMessage message : messages) {
            batch.addObject()
                    .put("nr", batch.size())
                    .put("message_id", message.id().toString())
                    .put("kind", message.kind())
                    .put("room_id", message.room())
                    .put("first", first(message));
        }
        List<Found> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, batch.toString());
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                found.add(
                        new Found(rows.getBoolean("there"), rows.getObject("newest", Long.class)));
            }
        }
        return found;
    }

    /**
     * Stores messages.
     *
     * @return how many; fewer than given if persistence-service has stored one meanwhile
     */
    int insert(List<Placed> messages) throws SQLException {
        ArrayNode batch = JSON.createArrayNode();
        for (Placed placed : messages) {
            ObjectNode row = JSON.valueToTree(placed.message());
            batch.add(row.put("log_offset", placed.offset()));
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, batch.toString());
            return statement.executeUpdate();
        }
    }

    private static long first(ImportedMessage message) {
        return message.createdAt().toEpochMilli() * PLACES;
    }
}
