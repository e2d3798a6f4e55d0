package org.dungeontalk.persistence.store;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
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
     * One statement for any number of rows. Fails if one of them was stored before. Sources are
     * array literals, because unnest cannot take an array of lists. An absent array is a column of
     * nulls.
     *
     * <p>Messages of players who had them erased are written without names and content. The table
     * of erasures is joined only if one of them may cover the oldest message, $18; both are read in
     * the statement's one snapshot. unnest stands in the SELECT list: in FROM, each array is copied
     * into a temporary table first.
     */
    static final String INSERT =
            """
            WITH batch AS NOT MATERIALIZED (
                SELECT unnest($1::uuid[]) AS message_id, unnest($2::text[]) AS kind,
                    unnest($3::text[]) AS room_id, unnest($4::text[]) AS sender_id,
                    unnest($5::text[]) AS receiver_id, unnest($6::text[]) AS sender_nickname,
                    unnest($7::text[]) AS content, unnest($8::text[]) AS type,
                    unnest($9::timestamptz[]) AS created_at, unnest($10::text[]) AS game_id,
                    unnest($11::bigint[]) AS turn_number, unnest($12::bigint[]) AS message_order,
                    unnest($13::bigint[]) AS ai_response_time, unnest($14::text[]) AS ai_sources,
                    unnest($15::integer[]) AS log_partition, unnest($16::bigint[]) AS log_offset)
            INSERT INTO persistence.message (
                message_id, kind, room_id, sender_id, receiver_id, sender_nickname, content, type,
                created_at, game_id, turn_number, message_order, ai_response_time, ai_sources,
                log_partition, log_offset, log_epoch, erased)
            SELECT message_id, kind, room_id, sender_id, receiver_id, sender_nickname, content, type,
                created_at, game_id, turn_number, message_order, ai_response_time,
                ai_sources::text[], log_partition, log_offset, $17::integer, false
            FROM batch
            WHERE ((SELECT max(through) FROM persistence.erasure) >= $18::timestamptz) IS NOT TRUE
            UNION ALL
            SELECT message_id, kind, room_id,
                coalesce(sender.pseudonym, sender_id), coalesce(receiver.pseudonym, receiver_id),
                coalesce(sender.pseudonym, sender_nickname),
                CASE WHEN sender.mode = 'ERASE' THEN '' ELSE content END, type, batch.created_at,
                game_id, turn_number, message_order, ai_response_time,
                CASE WHEN sender.mode = 'ERASE' THEN NULL ELSE ai_sources::text[] END,
                log_partition, log_offset, $17::integer, coalesce(sender.mode = 'ERASE', false)
            FROM batch
            LEFT JOIN persistence.erasure AS sender
                ON sender.player_id = batch.sender_id AND batch.created_at <= sender.through
            LEFT JOIN persistence.erasure AS receiver
                ON receiver.player_id = batch.receiver_id AND batch.created_at <= receiver.through
            WHERE (SELECT max(through) FROM persistence.erasure) >= $18::timestamptz
            """;

    /** The same, and leaves out the messages that were stored before. Costs an eighth more. */
    static final String INSERT_MISSING = INSERT + "ON CONFLICT DO NOTHING";

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
        OffsetDateTime oldest = OffsetDateTime.MAX;
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
            oldest = times[i].isBefore(oldest) ? times[i] : oldest;
            partitions[i] = row.partition();
            offsets[i] = row.offset();
        }
        return Arrays.asList(
                ids,
                kinds,
                rooms,
                senders,
                receivers,
                nicknames,
                contents,
                types,
                times,
                ofTurns(rows, AiTurn::gameId, String[]::new),
                ofTurns(rows, AiTurn::turnNumber, Long[]::new),
                ofTurns(rows, AiTurn::messageOrder, Long[]::new),
                ofTurns(rows, AiTurn::responseTime, Long[]::new),
                ofTurns(rows, MessageColumns::sources, String[]::new),
                partitions,
                offsets,
                epoch,
                oldest);
    }

    /** Null if no row is of an AI game. */
    private static <T> T[] ofTurns(
            List<LogRow> rows, Function<AiTurn, T> field, IntFunction<T[]> array) {
        if (rows.stream().allMatch(row -> row.message().turn() == null)) {
            return null;
        }
        return rows.stream()
                .map(row -> row.message().turn())
                .map(turn -> turn == null ? null : field.apply(turn))
                .toArray(array);
    }

    private static String sources(AiTurn turn) {
        return turn.sources() == null ? null : ArrayLiteral.of(turn.sources());
    }
}
