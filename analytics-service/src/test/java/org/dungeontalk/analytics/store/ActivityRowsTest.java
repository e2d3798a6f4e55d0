package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.message.Type;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class ActivityRowsTest extends ServiceTest {

    private static final long TIME = Instant.parse("2026-11-22T17:04:05.123Z").toEpochMilli();

    @Inject Pool pool;

    @Test
    void whatTwoPartitionsCountedOfTheSameMinuteIsWrittenTogether() {
        String room = newRoom();
        List<Map.Entry<ActivityKey, ActivityCounts>> activity = new ArrayList<>();
        for (Type type : List.of(Type.TALK, Type.JOIN)) {
            for (int partition = 0; partition < 2; partition++) {
                GameMessage message =
                        new GameMessage(
                                Kind.CHAT,
                                type,
                                room,
                                UUID.randomUUID(),
                                "p-" + type,
                                "",
                                false,
                                -1,
                                TIME);
                ActivityCounts counts = new ActivityCounts();
                counts.add(message);
                activity.add(Map.entry(ActivityKey.of(message), counts));
            }
        }
        try {
            pool.withConnection(
                            with -> {
                                Pipeline statements = new Pipeline(with);
                                ActivityRows.addActivity(statements, activity);
                                return statements.send();
                            })
                    .await()
                    .atMost(LIMIT);
            assertEquals(
                    List.of("p-JOIN 2 2", "p-TALK 2 0"),
                    database.texts(
                            """
                            SELECT player_id || ' ' || sum(messages) || ' ' || sum(joins)
                            FROM analytics.activity_cell WHERE room_id = '%s'
                            GROUP BY player_id ORDER BY 1\
                            """
                                    .formatted(room)));
        } finally {
            database.execute(
                    "DELETE FROM analytics.activity_batch WHERE rooms[1] = '" + room + "'");
        }
    }
}
