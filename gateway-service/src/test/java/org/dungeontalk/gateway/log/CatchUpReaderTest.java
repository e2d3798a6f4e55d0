package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Topics;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class CatchUpReaderTest {
    private static final int MANY = 1_500;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject CatchUpReader reader;

    @Inject LogReader log;

    @Test
    void everyRequestIsAnsweredHoweverManyComeAtOnce() throws Exception {
        List<CompletableFuture<LogBlock>> asked =
                LongStream.range(0, MANY)
                        .mapToObj(i -> reader.block("epoch", (int) (i % 30), i * BlockReader.SIZE))
                        .map(stage -> stage.toCompletableFuture())
                        .toList();
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
        assertEquals(0, reader.refused());
        assertEquals(0, reader.waiting());
    }

    /**
     * Kafka keeps a fetch at the end of the log open for a while; the next block is not to wait for
     * its answer.
     */
    @Test
    void theEndOfTheLogIsReadAgainAtOnce() throws Exception {
        String room = "caught-up-" + UUID.randomUUID();
        long offset = Topics.write("game-messages", room, "{}", Map.of());
        int partition = log.topic().orElseThrow().partitionOf(room);
        Duration fastest = LIMIT;
        for (int i = 0; i < 10; i++) {
            Instant start = Instant.now();
            LogBlock block =
                    reader.block("epoch", partition, offset)
                            .toCompletableFuture()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Duration took = Duration.between(start, Instant.now());
            assertFalse(block.whole());
            if (i > 0 && took.compareTo(fastest) < 0) {
                fastest = took;
            }
        }
        assertTrue(fastest.toMillis() < 200, "The fastest read took " + fastest);
    }
}
