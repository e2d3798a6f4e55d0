package org.dungeontalk.gateway.publish;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.lifecycle.DrainState;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.limit.Limits;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.Retries;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.message.ServiceComposer;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.room.RoomKind;

/**
 * Takes what a service posted into the log: within the service's rate, checked as any message.
 * Thread-safe, never blocks; every message is answered exactly once, and counted as received and as
 * accepted or refused.
 */
@Singleton
public class ServicePublisher {
    private static final Refusal DRAINING =
            new Refusal(ErrorCode.DRAINING, "This gateway restarts. Send it again.");
    private static final Refusal NOT_READY =
            new Refusal(ErrorCode.LOG_UNAVAILABLE, "The gateway is not ready yet. Try again.");

    private final Admission admission;
    private final LogReader reader;
    private final Retries retries;
    private final Limits limits;
    private final Moderation moderation;
    private final DrainState drain;
    private final PublishMetrics metrics;
    private final ServiceComposer composer;

    ServicePublisher(
            Admission admission,
            LogReader reader,
            Retries retries,
            Limits limits,
            Moderation moderation,
            DrainState drain,
            PublishMetrics metrics,
            GatewayConfig config) {
        this.admission = admission;
        this.reader = reader;
        this.retries = retries;
        this.limits = limits;
        this.moderation = moderation;
        this.drain = drain;
        this.metrics = metrics;
        this.composer = new ServiceComposer(Clock.systemUTC(), config.log().retryWindow());
    }

    /**
     * A post's sender, who hears what became of it: {@link #published} or {@link #refused}, once,
     * on any thread.
     */
    interface Listener {
        /** The header {@code traceparent} that came with it; {@code null} if none did. */
        String traceparent();

        /** All in-sync replicas have the message, there. */
        void published(LogMessage message, Cursor at);

        void refused(Refusal why);
    }

    void publish(Player service, RoomKind kind, String roomId, byte[] body, Listener listener) {
        long since = System.nanoTime();
        metrics.received();
        Optional<Limit> over = limits.published(service.id());
        if (drain.draining()) {
            refuse(DRAINING, listener);
        } else if (reader.topic().isEmpty() || !moderation.known()) {
            refuse(NOT_READY, listener);
        } else if (over.isPresent()) {
            refuse(new Refusal(ErrorCode.RATE_LIMITED, over.get().sentence()), listener);
        } else {
            publish(service, composer.message(service, kind, roomId, body), since, listener);
        }
    }

    private void publish(Player service, Composed composed, long since, Listener listener) {
        if (composed instanceof Refusal refusal) {
            refuse(refusal, listener);
        } else if (composed instanceof LogMessage message) {
            Priority rank = Priority.of(service.roles());
            retries.claim(message)
                    .thenAccept(
                            claim ->
                                    admission.publish(
                                            message,
                                            claim,
                                            rank,
                                            new Accepted(message, since, listener)));
        }
    }

    private void accept(
            LogMessage message, long since, int partition, long offset, Listener listener) {
        metrics.accepted(since);
        String epoch = reader.topic().orElseThrow().epoch();
        listener.published(message, new Cursor(epoch, partition, offset));
    }

    private void refuse(Refusal why, Listener listener) {
        metrics.refusedPost(why.code());
        listener.refused(why);
    }

    private final class Accepted implements Admission.Listener {
        private final LogMessage message;
        private final long since;
        private final Listener listener;

        Accepted(LogMessage message, long since, Listener listener) {
            this.message = message;
            this.since = since;
            this.listener = listener;
        }

        @Override
        public long since() {
            return since;
        }

        @Override
        public String traceparent() {
            return listener.traceparent();
        }

        @Override
        public void logged(int partition, long offset) {
            accept(message, since, partition, offset, listener);
        }

        @Override
        public void refused(Refusal why) {
            refuse(why, listener);
        }
    }
}
