package org.dungeontalk.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.message.LogMessage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Writes messages to the log: acks=all, idempotent, key = room id, the messages of one caller in
 * the order of its calls.
 *
 * <p>Thread-safe, never blocks. What waits for the log is bounded in number and bytes; past either
 * bound a message is refused at once.
 */
@ApplicationScoped
public class LogPublisher {
    /** At least {@code log.max-in-flight}: the emitter's buffer then never overflows. */
    private static final int EMITTER_BUFFER = 65_536;

    private static final long STALLED_NANOS = Duration.ofSeconds(5).toNanos();

    private final MutinyEmitter<byte[]> emitter;
    private final int maxInFlight;
    private final long maxBytes;
    private final Duration timeout;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final AtomicLong lastProgress = new AtomicLong(System.nanoTime());

    LogPublisher(
            @Channel("game-messages")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = EMITTER_BUFFER)
                    MutinyEmitter<byte[]> emitter,
            GatewayConfig config) {
        this.emitter = emitter;
        this.maxInFlight = Math.min(config.log().maxInFlight(), EMITTER_BUFFER);
        this.maxBytes = config.log().maxInFlightBytes();
        this.timeout = config.log().sendTimeout();
    }

    /**
     * Writes one message.
     *
     * @return completes when all in-sync replicas have it; fails with {@link LogBusyException} at
     *     the bound (nothing was written), or with whatever Kafka failed with (it may have been
     *     written). The answer comes on any thread
     */
    public Uni<Void> publish(LogMessage message) {
        int size = message.json().length;
        if (!admit(size)) {
            return Uni.createFrom().failure(new LogBusyException());
        }
        return emitter.sendMessage(record(message))
                .ifNoItem()
                .after(timeout)
                .failWith(TimeoutException::new)
                .onTermination()
                .invoke(() -> done(size));
    }

    /** Messages that wait for the log. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Whether messages wait and none has got through for 5 seconds. */
    public boolean stalled() {
        return inFlight.get() > 0 && System.nanoTime() - lastProgress.get() > STALLED_NANOS;
    }

    private boolean admit(int size) {
        int waiting = inFlight.incrementAndGet();
        long bytes = inFlightBytes.addAndGet(size);
        if (waiting > maxInFlight || bytes > maxBytes) {
            inFlight.decrementAndGet();
            inFlightBytes.addAndGet(-size);
            return false;
        }
        if (waiting == 1) {
            lastProgress.set(System.nanoTime());
        }
        return true;
    }

    private void done(int size) {
        inFlight.decrementAndGet();
        inFlightBytes.addAndGet(-size);
        lastProgress.set(System.nanoTime());
    }

    private static Message<byte[]> record(LogMessage message) {
        return Message.of(
                message.json(),
                Metadata.of(
                        OutgoingKafkaRecordMetadata.<String>builder()
                                .withKey(message.room().id())
                                .withTimestamp(message.createdAt())
                                .withHeaders(headers(message))
                                .build()));
    }

    private static Headers headers(LogMessage message) {
        Headers headers =
                new RecordHeaders()
                        .add("kind", message.room().kind().text().getBytes(UTF_8))
                        .add("type", message.type().getBytes(UTF_8))
                        .add("from", message.from().getBytes(UTF_8));
        return message.to() == null ? headers : headers.add("to", message.to().getBytes(UTF_8));
    }
}
