package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.anomaly.Raid;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;

/**
 * Looks for raids with the texts of a batch, among the rows of all instances. Call it after the
 * raid messages of the batch are committed: of two instances, the later one then sees both.
 */
final class RaidRows {

    /** Most raid messages of a text that are examined, the earliest of each slot. */
    private static final int SAYINGS = 2_000;

    private static final String MANY =
            """
            SELECT t.text_hash FROM (SELECT DISTINCT * FROM unnest($1::bigint[])) AS t (text_hash)
            WHERE $4 <= (SELECT count(*) FROM (
                SELECT DISTINCT s.player_hash FROM analytics.saying s
                WHERE s.text_hash = t.text_hash AND s.said_ms >= $2 AND s.said_ms < $3
                LIMIT $4) AS p)\
            """;

    private static final String SAYINGS_OF =
            """
            SELECT player_hash, room_id, said_ms, partition, log_offset FROM analytics.saying
            WHERE text_hash = $1 AND said_ms >= $2 AND said_ms < $3 AND epoch = $4
            ORDER BY said_ms, partition, log_offset LIMIT $5\
            """;

    private RaidRows() {}

    /** The current raids that these messages belong to. */
    static Uni<List<Alert>> raids(
            SqlClient with, String epoch, Raid raid, List<RaidMessage> raidMessages) {
        if (raidMessages.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        long after = Long.MAX_VALUE;
        long before = Long.MIN_VALUE;
        for (RaidMessage raidMessage : raidMessages) {
            after = Math.min(after, raidMessage.at());
            before = Math.max(before, raidMessage.at());
        }
        Columns<RaidMessage> question =
                Columns.of(raidMessages)
                        .longs(RaidMessage::text)
                        .value(slotOf(after - raid.span()))
                        .value(slotOf(before) + Raid.SLOT + raid.span())
                        .value((long) raid.players());
        return with.preparedQuery(MANY)
                .execute(question.tuple())
                .chain(
                        rows -> {
                            Uni<List<Alert>> all = Uni.createFrom().item(ArrayList::new);
                            for (Row row : rows) {
                                long text = row.getLong(0);
                                for (long slot : slots(raid, text, raidMessages)) {
                                    all =
                                            all.call(
                                                    found ->
                                                            slot(with, epoch, raid, text, slot)
                                                                    .invoke(found::addAll));
                                }
                            }
                            return all;
                        });
    }

    /** The slots that these messages of a text may belong to. */
    private static Set<Long> slots(Raid raid, long text, List<RaidMessage> raidMessages) {
        Set<Long> slots = new TreeSet<>();
        for (RaidMessage raidMessage : raidMessages) {
            if (raidMessage.text() == text) {
                slots.add(slotOf(raidMessage.at() - raid.span()));
                slots.add(slotOf(raidMessage.at()));
            }
        }
        return slots;
    }

    private static long slotOf(long at) {
        return Math.floorDiv(at, Raid.SLOT) * Raid.SLOT;
    }

    /** The alerts of a text in one slot. */
    private static Uni<List<Alert>> slot(
            SqlClient with, String epoch, Raid raid, long text, long slot) {
        long to = slot + Raid.SLOT;
        Tuple question = Tuple.of(text, slot, to + raid.span(), epoch, (long) SAYINGS);
        return with.preparedQuery(SAYINGS_OF)
                .execute(question)
                .map(
                        rows -> {
                            List<RaidMessage> raidMessages = new ArrayList<>();
                            rows.forEach(
                                    row ->
                                            raidMessages.add(
                                                    new RaidMessage(
                                                            text,
                                                            row.getLong(0),
                                                            row.getString(1),
                                                            row.getLong(2),
                                                            row.getInteger(3),
                                                            row.getLong(4))));
                            return raid.alerts(text, raidMessages, slot, to, epoch);
                        });
    }
}
