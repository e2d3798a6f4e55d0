package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;

/**
 * Table {@code text_batch}: player, text hash and time of messages that may belong to a raid, one
 * row for a batch and minute. A batch that is written again adds rows with the same records; a
 * search counts a record once.
 */
final class TextBatchRows {

    private static final String INSERT =
            """
            INSERT INTO analytics.text_batch (epoch, minute, texts, details, rooms)
            VALUES ($1, $2, $3, $4, $5)\
            """;

    private static final String TEXTS =
            """
            SELECT id, CASE WHEN id = ANY ($3::bigint[]) THEN NULL ELSE texts END, minute, asked
            FROM analytics.text_batch WHERE minute = ANY ($1::bigint[]) AND epoch = $2\
            """;

    private static final String DETAILS =
            "SELECT id, details, rooms FROM analytics.text_batch WHERE id = ANY ($1::bigint[])";

    private TextBatchRows() {}

    static Uni<Void> add(SqlConnection with, String epoch, List<RaidMessage> raidMessages) {
        List<Tuple> rows =
                TextBatch.encode(raidMessages).stream()
                        .map(
                                row ->
                                        Tuple.of(
                                                epoch,
                                                row.minute(),
                                                Buffer.buffer(row.texts()),
                                                Buffer.buffer(row.details()),
                                                row.rooms()))
                        .toList();
        return with.preparedQuery(INSERT).executeBatch(rows).replaceWithVoid();
    }

    /** The ids of all rows of these minutes, with the texts of rows that are not yet known. */
    static Uni<RowSet<Row>> texts(
            SqlConnection with, String epoch, Collection<Long> minutes, Collection<Long> known) {
        return with.preparedQuery(TEXTS).execute(Tuple.of(array(minutes), epoch, array(known)));
    }

    /** The details of rows. */
    static Uni<RowSet<Row>> details(SqlConnection with, Collection<Long> ids) {
        return with.preparedQuery(DETAILS).execute(Tuple.of(array(ids)));
    }

    private static Long[] array(Collection<Long> numbers) {
        return numbers.toArray(Long[]::new);
    }
}
