package org.dungeontalk.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.log.HeldClaims;
import org.dungeontalk.gateway.log.IdClaim;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

/** The messages of one connection are admitted in the order in which they were sent. */
class SenderTest {
    private final HeldClaims claims = new HeldClaims(config());
    private final Admitted admitted = new Admitted();
    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final Sender sender = new Sender(admitted, claims, thread::add);

    @Test
    void aMessageThatMayGoWaitsBehindOneWhoseRoomIsBeingOpened() {
        CompletableFuture<IdClaim> first = send("first");
        given(send("second"));
        assertEquals(List.of(), admitted.texts);
        given(first);
        assertEquals(List.of("first", "second"), admitted.texts);
    }

    @Test
    void aMessageThatMayGoAtOnceWaitsBehindOneWhoseRoomIsBeingOpened() {
        CompletableFuture<IdClaim> first = send("first");
        sendToOpenRoom("second");
        assertEquals(List.of(), admitted.texts);
        given(first);
        assertEquals(List.of("first", "second"), admitted.texts);
    }

    @Test
    void withNothingBeforeItAMessageGoesAtOnce() {
        sendToOpenRoom("first");
        assertEquals(List.of("first"), admitted.texts);
        given(send("second"));
        sendToOpenRoom("third");
        assertEquals(List.of("first", "second", "third"), admitted.texts);
    }

    private CompletableFuture<IdClaim> send(String text) {
        CompletableFuture<IdClaim> claim = claims.next();
        publish(text);
        return claim;
    }

    private void sendToOpenRoom(String text) {
        claims.next().complete(IdClaim.unchecked());
        publish(text);
    }

    private void publish(String text) {
        sender.publish(submission(text), result -> {});
    }

    /** The claim is given, and the connection's thread does what there is to do. */
    private void given(CompletableFuture<IdClaim> claim) {
        claim.complete(IdClaim.unchecked());
        while (!thread.isEmpty()) {
            thread.remove().run();
        }
    }

    private static Submission submission(String text) {
        LogMessage message =
                new LogMessage(
                        new RoomKey(RoomKind.CHAT, "r"),
                        UUID.randomUUID(),
                        true,
                        "TALK",
                        "mira",
                        null,
                        true,
                        text.getBytes(UTF_8),
                        Instant.EPOCH);
        return new Submission(message, Priority.PLAYER, 0, null);
    }

    private static GatewayConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(GatewayConfig.class)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }

    /** Keeps what is admitted instead of writing it. */
    private static final class Admitted extends Admission {
        private final List<String> texts = new ArrayList<>();

        Admitted() {
            super(null, null, null, null, null);
        }

        @Override
        void admit(Submission submission, IdClaim claim, Consumer<PublishResult> listener) {
            texts.add(new String(submission.message().json(), UTF_8));
        }
    }
}
