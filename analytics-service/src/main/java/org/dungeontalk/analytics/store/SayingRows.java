package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;
import org.dungeontalk.analytics.anomaly.Raid.Saying;

/**
 * Table {@code saying}: who said which text when, as far as it may be part of a raid. A row belongs
 * to a record, so writing it again adds nothing.
 */
final class SayingRows {

    private static final String SAY =
            """
            INSERT INTO analytics.saying
                (text_hash, said_ms, partition, log_offset, player_hash, room_id, epoch)
            SELECT u.*, $7 FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[],
                $5::bigint[], $6::text[]) AS u
            ON CONFLICT DO NOTHING\
            """;

    private SayingRows() {}

    static Uni<Void> say(SqlClient with, String epoch, List<Saying> sayings) {
        Columns<Saying> rows =
                Columns.of(sayings)
                        .longs(Saying::text)
                        .longs(Saying::at)
                        .ints(Saying::partition)
                        .longs(Saying::offset)
                        .longs(Saying::player)
                        .texts(Saying::roomId)
                        .value(epoch);
        return with.preparedQuery(SAY).execute(rows.tuple()).replaceWithVoid();
    }
}
