package org.dungeontalk.analytics.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class SeenRowsTest extends ServiceTest {

    @Inject Pool pool;

    @Test
    void besideARetryTheSameIdInAnotherRoomIsFirst() {
        UUID id = UUID.randomUUID();
        String room = newRoom();
        assertEquals(Set.of(), notFirst(List.of(claim(1, id, room))));
        assertEquals(
                Set.of(new RecordPosition(0, 2)),
                notFirst(List.of(claim(2, id, room), claim(3, id, newRoom()))));
    }

    private static MessageIdClaim claim(long offset, UUID id, String room) {
        return new MessageIdClaim(new RecordPosition(0, offset), id, room);
    }

    private Set<RecordPosition> notFirst(List<MessageIdClaim> claims) {
        return pool.withConnection(with -> SeenRows.claim(with, "5eed5eed", claims))
                .await()
                .atMost(LIMIT);
    }
}
