package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

class IdClaimsTest {
    private static final RoomKey ROOM = new RoomKey(RoomKind.CHAT, "tavern");
    private static final long NOW = System.currentTimeMillis();

    private final GatewayConfig config =
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withMapping(GatewayConfig.class)
                    .build()
                    .getConfigMapping(GatewayConfig.class);
    private final RecentIds ids = new RecentIds(RecentIds.BYTES, 60_000);
    private int asked;

    @Test
    void anIdThatIsForgottenWhileItIsLookedUpIsNotTakenForANewOne() {
        ids.first(record(1), NOW);
        IdClaim claim =
                new IdClaims(new ForgetfulReader(), config)
                        .claim(message(1))
                        .toCompletableFuture()
                        .join();

        assertEquals(IdStatus.State.FORGOTTEN, claim.known().state());
    }

    /** Between two questions of the claim, it reads a record whose id takes the only place. */
    private final class ForgetfulReader extends LogReader {
        ForgetfulReader() {
            super(null, null, new VitalThreads(new SimpleMeterRegistry()), config);
        }

        @Override
        RecentIds ids() {
            if (++asked == 2) {
                ids.first(record(2), NOW);
            }
            return ids;
        }

        @Override
        public Optional<Topic> topic() {
            return Optional.of(new Topic("game-messages", "0a1b2c3d", 30));
        }

        @Override
        public CompletionStage<Void> position(String roomId) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void retain(String roomId) {
            // always reads
        }

        @Override
        public void release(String roomId) {
            // always reads
        }
    }

    private static UUID id(int number) {
        return new UUID(NOW + number << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }

    private static LogRecord record(int number) {
        return new LogRecord(
                0, number, NOW, ROOM, "mira", null, id(number).toString(), null, body(number));
    }

    private static LogMessage message(int number) {
        return new LogMessage(
                ROOM, id(number), true, "TALK", "mira", null, true, body(number), Instant.EPOCH);
    }

    private static byte[] body(int number) {
        return ("{\"messageId\":\"" + id(number) + "\"}").getBytes(UTF_8);
    }
}
