package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.log.LogReader;
import org.junit.jupiter.api.Test;

/** The first message of a room after a gateway has begun to read its partition. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class FirstMessageTest {

    private static final int ROOMS = 10;

    @TestHTTPResource("/")
    URI http;

    @Inject LogReader log;

    /** Kafka keeps a fetch of the other partitions open for a while if they are silent. */
    @Test
    void comesAtOnceAlthoughAllOtherPartitionsAreSilent() {
        Duration fastest = Duration.ofMinutes(1);
        Set<Integer> partitions = new HashSet<>();
        try (RawClient client = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            while (partitions.size() < ROOMS) {
                String room = "first-" + UUID.randomUUID();
                if (partitions.add(log.topic().orElseThrow().partitionOf(room))) {
                    Duration took = talk(client, room);
                    if (partitions.size() > 1 && took.compareTo(fastest) < 0) {
                        fastest = took;
                    }
                }
            }
        }
        assertTrue(fastest.toMillis() < 200, "The fastest first message took " + fastest);
    }

    private static Duration talk(RawClient client, String room) {
        client.subscribe(room, "/sub/chat/room/" + room);
        Instant start = Instant.now();
        client.talk(room, "r-" + room, "hello");
        client.await(f -> f.startsWith("MESSAGE") && f.contains(room) && f.contains("hello"));
        return Duration.between(start, Instant.now());
    }
}
