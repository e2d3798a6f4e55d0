package org.dungeontalk.persistence.store;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.persistence.log.AiTurn;
import org.dungeontalk.persistence.log.LogRow;
import org.dungeontalk.persistence.log.LoggedMessage;

/**
 * The columns of a batch: one array per column, in the order of the parameters of {@link #INSERT}.
 *
 * <p>Of several records of a room with the same id only the first is sent, because a statement may
 * insert its rows in any order.
 */
final class MessageColumns {

    /**
     * One statement for any number of rows. Its row count is the number of new messages; the others
     * were stored before. Sources are array literals, because unnest cannot take an array of lists.
     * Messages of players who had them erased are written without names and content.
     */
    static final String INSERT =
            """
            INSERT INTO persistence.message (
                message_id, kind, room_id, sender_id, receiver_id, sender_nickname, content, type,
                created_at, game_id, turn_number, message_order, ai_response_time, ai_sources,
                log_partition, log_offset, log_epoch, erased)
            SELECT message_id, kind, room_id,
                coalesce(sender.pseudonym, sender_id), coalesce(receiver.pseudonym, receiver_id),
                coalesce(sender.pseudonym, sender_nickname),
                CASE WHEN sender.mode = 'ERASE' THEN '' ELSE content END, type, batch.created_at,
                game_id, turn_number, message_order, ai_response_time,
                CASE WHEN sender.mode = 'ERASE' THEN NULL ELSE ai_sources::text[] END,
                log_partition, log_offset, $17::integer, coalesce(sender.mode = 'ERASE', false)
            FROM unnest(
                $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::timestamptz[], $10::text[], $11::bigint[], $12::bigint[],
                $13::bigint[], $14::text[], $15::integer[], $16::bigint[])
            AS batch (
                message_id, kind, room_id, sender_id, receiver_id, sender_nickname, content, type,
                created_at, game_id, turn_number, message_order, ai_response_time, ai_sources,
                log_partition, log_offset)
            LEFT JOIN persistence.erasure AS sender
                ON sender.player_id = batch.sender_id AND batch.created_at <= sender.through
            LEFT JOIN persistence.erasure AS receiver
                ON receiver.player_id = batch.receiver_id AND batch.created_at <= receiver.through
            ON CONFLICT DO NOTHING
            """;

    /**
     * Gives rows with the same partition and offset, but of an older topic, the number of this one.
     */
    static final String MOVE =
            """
            UPDATE persistence.message AS m SET log_epoch = $5
            FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::bigint[])
                AS found (message_id, room_id, log_partition, log_offset)
            WHERE m.message_id = found.message_id AND m.room_id = found.room_id
                AND m.log_partition = found.log_partition AND m.log_offset = found.log_offset
                AND m.log_epoch < $5
            """;

    private MessageColumns() {}

    /** The parameters of {@link #MOVE}. */
    static List<Object> positions(List<LogRow> rows, int epoch) {
        return List.of(
                rows.stream().map(row -> row.message().messageId()).toArray(UUID[]::new),
                rows.stream().map(row -> row.message().roomId()).toArray(String[]::new),
                rows.stream().map(LogRow::partition).toArray(Integer[]::new),
                rows.stream().map(LogRow::offset).toArray(Long[]::new),
                epoch);
    }

    private record Id(UUID messageId, String roomId) {}

    private static List<LogRow> firstOfEach(List<LogRow> rows) {
        Set<UUID> ids = new HashSet<>(2 * rows.size());
        if (rows.stream().allMatch(row -> ids.add(row.message().messageId()))) {
            return rows;
        }
        Map<Id, LogRow> first = new LinkedHashMap<>();
        for (LogRow row : rows) {
            first.putIfAbsent(new Id(row.message().messageId(), row.message().roomId()), row);
        }
        return List.copyOf(first.values());
    }

    /**
     * @param all in the order of the log
     * @param epoch the log's number in persistence.log_epoch
     */
    static List<Object> of(List<LogRow> all, int epoch) {
        List<LogRow> rows = firstOfEach(all);
        int size = rows.size();
        UUID[] ids = new UUID[size];
        String[] kinds = new String[size];
        String[] rooms = new String[size];
        String[] senders = new String[size];
        String[] receivers = new String[size];
        String[] nicknames = new String[size];
        String[] contents = new String[size];
        String[] types = new String[size];
        OffsetDateTime[] times = new OffsetDateTime[size];
        String[] games = new String[size];
        Long[] turns = new Long[size];
        Long[] orders = new Long[size];
        Long[] responseTimes = new Long[size];
        String[] sources = new String[size];
        Integer[] partitions = new Integer[size];
        Long[] offsets = new Long[size];
        for (int i = 0; i < size; i++) {
            LogRow row = rows.get(i);
            LoggedMessage message = row.message();
            ids[i] = message.messageId();
            kinds[i] = message.kind().text();
            rooms[i] = message.roomId();
            senders[i] = message.senderId();
            receivers[i] = message.receiverId();
            nicknames[i] = message.senderNickname();
            contents[i] = message.content();
            types[i] = message.type();
            times[i] = message.createdAt().atOffset(ZoneOffset.UTC);
            AiTurn turn = message.turn() == null ? AiTurn.NONE : message.turn();
            games[i] = turn.gameId();
            turns[i] = turn.turnNumber();
            orders[i] = turn.messageOrder();
            responseTimes[i] = turn.responseTime();
            sources[i] = turn.sources() == null ? null : ArrayLiteral.of(turn.sources());
            partitions[i] = row.partition();
            offsets[i] = row.offset();
        }
        return List.of(
                ids,
                kinds,
                rooms,
                senders,
                receivers,
                nicknames,
                contents,
                types,
                times,
                games,
                turns,
                orders,
                responseTimes,
                sources,
                partitions,
                offsets,
                epoch);
    }
}
