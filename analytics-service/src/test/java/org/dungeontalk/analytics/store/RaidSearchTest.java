package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.anomaly.AllowList;
import org.dungeontalk.analytics.anomaly.Raid;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that look for the same raid, each with a memory of its own; each test has an epoch. */
@QuarkusTest
@WithTestResource(Stack.class)
class RaidSearchTest extends ServiceTest {

    private static final long TEXT = 7;
    private static final long OTHER_TEXT = 8;
    private static final long START = 1_700_000_400_000L;

    @Inject Pool pool;

    private final Raid raid = new Raid(5, 60_000, 12, new AllowList(List.of()));
    private final RaidSearch first = new RaidSearch(raid);
    private final RaidSearch second = new RaidSearch(raid);
    private String epoch;

    @BeforeEach
    void begin() {
        epoch = UUID.randomUUID().toString();
    }

    @Test
    void theInstanceThatWritesTheLastMessageSeesThoseOfAllInstances() {
        assertEquals(0, batch(first, said(0), said(1)));
        assertEquals(0, batch(second, said(2), said(3)));
        assertEquals(5, batch(first, said(4)));
        assertEquals(6, batch(second, said(5)));
        assertEquals(6, database.number(written("raid_message")));
    }

    @Test
    void aWindowOverSeveralMinutesIsSeen() {
        for (int i = 0; i < 4; i++) {
            assertEquals(0, batch(first, said(TEXT, i, 45_000 + i)));
        }
        assertEquals(5, batch(second, said(TEXT, 4, 104_999)));
        assertEquals(0, batch(second, said(OTHER_TEXT, 5, 105_000)));
    }

    @Test
    void aBatchThatIsWrittenAgainAddsNothing() {
        assertEquals(0, batch(first, said(0), said(1), said(2), said(3)));
        assertEquals(0, batch(second, said(0), said(1), said(2), said(3)));
        assertEquals(5, batch(second, said(3), said(4)));
        assertEquals(5, database.number(written("raid_message")));
    }

    @Test
    void aRaidThatIsCountedFromItsBeginningAgainIsWrittenAgain() {
        RaidMessage[] all = IntStream.range(0, 5).mapToObj(this::said).toArray(RaidMessage[]::new);
        assertEquals(5, batch(first, all));
        for (String table : List.of("raid_message", "text_batch")) {
            database.execute("DELETE FROM analytics." + table + " WHERE epoch = '" + epoch + "'");
        }
        assertEquals(0, batch(first, said(0)));
        assertEquals(5, batch(first, all));
    }

    /** A rolling update: the release before this one writes and reads only {@code saying}. */
    @Test
    void whatAnOldInstanceWroteIsSeenEvenIfItWroteTheLastMessage() {
        assertEquals(0, batch(first, said(0), said(1)));
        writtenByAnOldInstance(2, 3, 4);
        assertEquals(5, batch(first, said(OTHER_TEXT, 9, 30_000)));
    }

    private void writtenByAnOldInstance(int... players) {
        for (int player : players) {
            RaidMessage one = said(player);
            database.execute(
                    "INSERT INTO analytics.saying (text_hash, said_ms, partition, log_offset,"
                            + " player_hash, room_id, epoch) VALUES (%d, %d, %d, %d, %d, '%s', '%s')"
                                    .formatted(
                                            one.text(),
                                            one.at(),
                                            one.partition(),
                                            one.offset(),
                                            one.player(),
                                            one.roomId(),
                                            epoch));
        }
    }

    /** Writes a batch as an instance does. Returns the messages of the raid that it finds. */
    private long batch(RaidSearch instance, RaidMessage... messages) {
        List<RaidMessage> batch = List.of(messages);
        List<Alert> alerts =
                pool.withConnection(
                                with ->
                                        TextBatchRows.add(with, epoch, batch)
                                                .chain(() -> instance.find(with, epoch, batch))
                                                .chain(f -> RaidRows.raids(with, epoch, raid, f)))
                        .await()
                        .atMost(LIMIT);
        return alerts.stream().mapToLong(Alert::messages).sum();
    }

    private RaidMessage said(int player) {
        return said(TEXT, player, player * 1_000L);
    }

    private RaidMessage said(long text, int player, long after) {
        return new RaidMessage(text, player, "room-" + player, START + after, player, player);
    }

    private String written(String table) {
        return "SELECT count(*) FROM analytics." + table + " WHERE epoch = '" + epoch + "'";
    }
}
