package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayInfrastructure.class)
class CatchUpReaderTest {
    private static final int MANY = 1_500;

    @Inject CatchUpReader reader;

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
}
