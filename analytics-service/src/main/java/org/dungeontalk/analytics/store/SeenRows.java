package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Table {@code seen_message}: the first message with an id in a room. A row names the record, so
 * the answer is the same however often the record is read.
 */
final class SeenRows {

    private static final String CLAIM =
            """
            INSERT INTO analytics.seen_message (message_id, room_id, partition, log_offset, epoch)
            SELECT u.*, $5 FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[]) AS u
            ON CONFLICT DO NOTHING\
            """;

    private static final String NOT_FIRST =
            """
            SELECT u.partition, u.log_offset
            FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[])
                AS u (message_id, room_id, partition, log_offset)
            JOIN analytics.seen_message s USING (message_id, room_id)
            WHERE (s.epoch, s.partition, s.log_offset) <> ($5, u.partition, u.log_offset)\
            """;

    private SeenRows() {}

    /** Claims the ids. The item is the set of positions that are not the first. */
    static Uni<Set<RecordPosition>> claim(
            SqlConnection with, String epoch, List<MessageIdClaim> claims) {
        return with.preparedQuery(CLAIM)
                .execute(positions(claims).value(epoch).tuple())
                .chain(
                        done ->
                                done.rowCount() == claims.size()
                                        ? Uni.createFrom().item(Set.of())
                                        : notFirst(with, epoch, claims));
    }

    private static Uni<Set<RecordPosition>> notFirst(
            SqlConnection with, String epoch, List<MessageIdClaim> claims) {
        return with.preparedQuery(NOT_FIRST)
                .execute(positions(claims).value(epoch).tuple())
                .map(
                        found -> {
                            Set<RecordPosition> positions = new HashSet<>();
                            found.forEach(
                                    row ->
                                            positions.add(
                                                    new RecordPosition(
                                                            row.getInteger(0), row.getLong(1))));
                            return positions;
                        });
    }

    private static Columns<MessageIdClaim> positions(List<MessageIdClaim> claims) {
        return Columns.of(claims)
                .uuids(MessageIdClaim::messageId)
                .texts(MessageIdClaim::roomId)
                .ints(claim -> claim.position().partition())
                .longs(claim -> claim.position().offset());
    }
}
