package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.anomaly.Raid;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;

/**
 * Makes the alerts of raids from table {@code raid_message}. Call it after the messages that {@link
 * RaidSearch} found are committed: of two instances, the later one then sees both.
 */
final class RaidRows {

    /** Most messages of a raid that are examined, the earliest of each slot. */
    private static final int MOST = 2_000;

    private static final String MESSAGES_OF =
            """
            SELECT player_hash, room_id, said_ms, partition, log_offset FROM analytics.raid_message
            WHERE text_hash = $1 AND said_ms >= $2 AND said_ms < $3 AND epoch = $4
            ORDER BY said_ms, partition, log_offset LIMIT $5\
            """;

    private RaidRows() {}

    /** The raids that these messages belong to, as {@link RaidSearch} found them. */
    static Uni<List<Alert>> raids(
            SqlConnection with, String epoch, Raid raid, List<RaidMessage> raidMessages) {
        Map<Long, Set<Long>> slots = new TreeMap<>();
        for (RaidMessage one : raidMessages) {
            slots.computeIfAbsent(one.text(), text -> new TreeSet<>()).add(slotOf(one.at()));
        }
        Uni<List<Alert>> all = Uni.createFrom().item(ArrayList::new);
        for (Map.Entry<Long, Set<Long>> text : slots.entrySet()) {
            for (long slot : text.getValue()) {
                all =
                        all.call(
                                found ->
                                        slot(with, epoch, raid, text.getKey(), slot)
                                                .invoke(found::addAll));
            }
        }
        return all;
    }

    private static long slotOf(long at) {
        return Math.floorDiv(at, Raid.SLOT) * Raid.SLOT;
    }

    /** The alerts of a text in one slot. */
    private static Uni<List<Alert>> slot(
            SqlConnection with, String epoch, Raid raid, long text, long slot) {
        long to = slot + Raid.SLOT;
        Tuple question = Tuple.of(text, slot, to + raid.span(), epoch, (long) MOST);
        return with.preparedQuery(MESSAGES_OF)
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
