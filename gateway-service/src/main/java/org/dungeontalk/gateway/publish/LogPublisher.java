package org.dungeontalk.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.kafka.WriteProgress;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.ReadProgress;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Writes messages to the log: acks=all, idempotent, key = room id. Messages of one caller keep the
 * order of its calls.
 *
 * <p>Thread-safe, never blocks. Messages in flight are bounded in number and bytes; past either
 * bound a message is refused at once. The caller's thread gives a message to the producer of the
 * channel {@value #CHANNEL}, so no other thread has to wake up until Kafka's own.
 */
@ApplicationScoped
public class LogPublisher {
    private static final String CHANNEL = "game-messages";
    private static final long CHECK_MILLIS = 250;

    private static final PublishResult UNCONFIRMED =
            new PublishResult.Refused(
                    new Refusal(
                            ErrorCode.LOG_UNAVAILABLE,
                            "The log did not confirm the message in time. Send it again with the"
                                    + " same messageId."));

    private final NonBlockingProducer producer;
    private final RegionHeader origin;
    private final LogReader reader;
    private final WriteProgress progress;
    private final ReadProgress reads;
    private final String topic;
    private final int partitions;
    private final int maxInFlight;
    private final long maxBytes;
    private final long timeoutNanos;
    private final ScheduledExecutorService thread;
    private final VitalThreads threads;
    private final PendingMessages unconfirmed = new PendingMessages();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong inFlightBytes = new AtomicLong();

    /**
     * @param channel opens the channel, which makes the producer; nothing is emitted through it
     */
    LogPublisher(
            @Channel(CHANNEL) Emitter<ProducerRecord<String, byte[]>> channel,
            KafkaClientService clients,
            RegionHeader origin,
            LogReader reader,
            WriteProgress progress,
            ReadProgress reads,
            VitalThreads threads,
            GatewayConfig config) {
        this.origin = origin;
        this.reader = reader;
        this.progress = progress;
        this.reads = reads;
        this.topic = config.log().topic();
        this.partitions = config.log().partitions();
        this.maxInFlight = config.log().maxInFlight();
        this.maxBytes = config.log().maxInFlightBytes();
        this.timeoutNanos = config.log().sendTimeout().toNanos();
        this.threads = threads;
        this.thread = Executors.newSingleThreadScheduledExecutor(threads.named("log-publisher"));
        this.producer =
                new NonBlockingProducer(
                        () -> clients.<String, byte[]>getProducer(CHANNEL).unwrap(), thread);
        thread.scheduleWithFixedDelay(
                threads.guarded("Checking the messages that wait for the log", this::check),
                CHECK_MILLIS,
                CHECK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /**
     * Writes one message, unless too many are in flight. While Kafka's topic is not the one that is
     * read here, the message is refused: nobody would see it.
     *
     * @param traceparent the header's value; {@code null} for none
     * @param listener gets the result once, on any thread
     * @return false if too many are in flight: nothing was written, and the listener is not called
     */
    boolean offer(LogMessage message, String traceparent, Consumer<PublishResult> listener) {
        if (!reader.current()) {
            listener.accept(UNCONFIRMED);
            return true;
        }
        int size = message.json().length;
        if (!admit(size)) {
            return false;
        }
        ProducerRecord<String, byte[]> record = record(message, traceparent);
        PendingMessage pending =
                new PendingMessage(
                        size, record.partition(), listener, System.nanoTime() + timeoutNanos);
        unconfirmed.add(pending);
        producer.send(record, (at, failure) -> settled(pending, at, failure));
        return true;
    }

    /** Why the producer can never write again; empty while it can. */
    Optional<String> broken() {
        return producer.broken();
    }

    /** Messages in flight. */
    public int inFlight() {
        return inFlight.get();
    }

    /** The used share of the bounds, in number or bytes, whichever is more: 0 to 1. */
    public double fill() {
        double number = (double) inFlight.get() / maxInFlight;
        return Math.max(number, (double) inFlightBytes.get() / maxBytes);
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }

    private void settled(PendingMessage pending, RecordMetadata at, Exception failure) {
        if (failure == null) {
            logged(pending, at);
        } else {
            failed(pending, failure);
        }
    }

    private void logged(PendingMessage pending, RecordMetadata at) {
        reads.logged(at.partition(), at.offset());
        if (pending.settle()) {
            done(pending, null);
            answer(pending, new PublishResult.Logged(at.partition(), at.offset()));
        }
    }

    private void failed(PendingMessage pending, Throwable why) {
        if (pending.settle()) {
            done(pending, why);
            answer(pending, UNCONFIRMED);
        }
    }

    /** Guarded, because an exception would end the thread of the producer or the channel. */
    private void answer(PendingMessage pending, PublishResult result) {
        threads.guarded("Answering a sender", () -> pending.listener().accept(result)).run();
    }

    private void check() {
        threads.beat();
        failOverdue();
        progress.logChange();
        reads.logChange();
    }

    private void failOverdue() {
        unconfirmed
                .overdue(System.nanoTime())
                .forEach(p -> failed(p, new TimeoutException(topic + "-" + p.partition())));
    }

    private boolean admit(int size) {
        int waiting = inFlight.incrementAndGet();
        long bytes = inFlightBytes.addAndGet(size);
        if (waiting > maxInFlight || bytes > maxBytes) {
            inFlight.decrementAndGet();
            inFlightBytes.addAndGet(-size);
            return false;
        }
        progress.messages().begun();
        return true;
    }

    private void done(PendingMessage pending, Throwable failure) {
        progress.messages().ended(failure);
        inFlight.decrementAndGet();
        inFlightBytes.addAndGet(-pending.size());
    }

    private ProducerRecord<String, byte[]> record(LogMessage message, String traceparent) {
        return new ProducerRecord<>(
                topic,
                Topic.partition(message.room().id(), partitions),
                message.createdAt().toEpochMilli(),
                message.room().id(),
                message.json(),
                headers(message, traceparent));
    }

    private Headers headers(LogMessage message, String traceparent) {
        Headers headers =
                new RecordHeaders()
                        .add("kind", message.room().kind().text().getBytes(UTF_8))
                        .add("type", message.type().getBytes(UTF_8))
                        .add("from", message.from().getBytes(UTF_8));
        if (message.to() != null) {
            headers.add("to", message.to().getBytes(UTF_8));
        }
        if (message.idChosen()) {
            headers.add("id", message.id().toString().getBytes(UTF_8));
        }
        origin.mark(headers);
        if (traceparent != null) {
            headers.add("traceparent", traceparent.getBytes(UTF_8));
        }
        return headers;
    }
}
