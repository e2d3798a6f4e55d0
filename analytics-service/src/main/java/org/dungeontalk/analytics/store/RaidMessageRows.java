package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;

/**
 * Table {@code raid_message}: the player, text hash and time of messages that belong to raids. A
 * row belongs to a record, so a second write adds nothing.
 */
final class RaidMessageRows {

    /** Sorted, so that instances that write the same messages can't deadlock. */
    private static final String INSERT =
            """
            INSERT INTO analytics.raid_message
                (text_hash, said_ms, partition, log_offset, player_hash, room_id, epoch)
            SELECT u.*, $7 FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[],
                $5::bigint[], $6::text[]) AS u
            ORDER BY 1, 2, 3, 4
            ON CONFLICT DO NOTHING\
            """;

    private RaidMessageRows() {}

    static Uni<Void> add(SqlConnection with, String epoch, List<RaidMessage> raidMessages) {
        Columns<RaidMessage> rows =
                Columns.of(raidMessages)
                        .longs(RaidMessage::text)
                        .longs(RaidMessage::at)
                        .ints(RaidMessage::partition)
                        .longs(RaidMessage::offset)
                        .longs(RaidMessage::player)
                        .texts(RaidMessage::roomId)
                        .value(epoch);
        return with.preparedQuery(INSERT).execute(rows.tuple()).replaceWithVoid();
    }
}
