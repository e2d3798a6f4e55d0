package org.dungeontalk.gateway.publish;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.lifecycle.DrainState;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.message.RefusedException;
import org.dungeontalk.gateway.message.ServiceComposer;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.room.RoomKind;

/**
 * Publishes the messages that services post, within each service's rate limit. Thread-safe, never
 * blocks. Every message is answered exactly once, and counted as received and as accepted or
 * refused.
 */
@Singleton
public class ServicePublisher {
    private static final Refusal DRAINING =
            new Refusal(ErrorCode.DRAINING, "This gateway is restarting. Send the message again.");
    private static final Refusal NOT_READY =
            new Refusal(ErrorCode.LOG_UNAVAILABLE, "The gateway is not ready yet. Try again.");

    private final Admission admission;
    private final LogReader reader;
    private final Limits limits;
    private final Moderation moderation;
    private final DrainState drain;
    private final PublishMetrics metrics;
    private final ServiceComposer composer;

    ServicePublisher(
            Admission admission,
            LogReader reader,
            Limits limits,
            Moderation moderation,
            DrainState drain,
            PublishMetrics metrics,
            GatewayConfig config) {
        this.admission = admission;
        this.reader = reader;
        this.limits = limits;
        this.moderation = moderation;
        this.drain = drain;
        this.metrics = metrics;
        this.composer = new ServiceComposer(Clock.systemUTC(), config.log().retryWindow());
    }

    /** The position of a service's message in the log. */
    record Published(UUID messageId, Cursor cursor) {}

    /**
     * Publishes one message.
     *
     * @param traceparent the header's value; {@code null} for none
     * @return completes on any thread once all in-sync replicas have the message; fails with {@link
     *     RefusedException}
     */
    Uni<Published> publish(
            Player service, RoomKind kind, String roomId, byte[] body, String traceparent) {
        return Uni.createFrom()
                .emitter(
                        emitter -> {
                            long since = System.nanoTime();
                            metrics.received();
                            Composed composed = compose(service, kind, roomId, body);
                            if (composed instanceof LogMessage message) {
                                Priority priority = Priority.of(service.roles());
                                admission.publish(
                                        new Submission(message, priority, since, traceparent),
                                        result -> answer(message, since, result, emitter));
                            } else if (composed instanceof Refusal refusal) {
                                refuse(refusal, emitter);
                            }
                        });
    }

    private Composed compose(Player service, RoomKind kind, String roomId, byte[] body) {
        Optional<Limit> over = limits.published(service.id());
        if (drain.draining()) {
            return DRAINING;
        }
        if (reader.topic().isEmpty() || !moderation.known()) {
            return NOT_READY;
        }
        if (over.isPresent()) {
            return new Refusal(ErrorCode.RATE_LIMITED, over.get().sentence());
        }
        return composer.message(service, kind, roomId, body);
    }

    private void answer(
            LogMessage message,
            long since,
            PublishResult result,
            UniEmitter<? super Published> emitter) {
        if (result instanceof PublishResult.Logged at) {
            metrics.accepted(since);
            String epoch = reader.topic().orElseThrow().epoch();
            Cursor cursor = new Cursor(epoch, at.partition(), at.offset());
            emitter.complete(new Published(message.id(), cursor));
        } else if (result instanceof PublishResult.Refused refused) {
            refuse(refused.why(), emitter);
        }
    }

    private void refuse(Refusal why, UniEmitter<?> emitter) {
        metrics.refusedPost(why.code());
        emitter.fail(new RefusedException(why));
    }
}
