package org.dungeontalk.gateway.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.metrics.Meters;

/**
 * Counts the messages of players and services on their way into the log. Once none is in flight,
 * received = accepted + refused, accepted equals the number of timed receipts, and the gauge of
 * messages in flight is 0.
 *
 * <p>Thread-safe.
 */
@Singleton
public class PublishMetrics {
    private final Meters gateway;
    private final LongAdder received = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final Map<ErrorCode, Counter> refusedSends;
    private final Map<ErrorCode, Counter> refusedPosts;
    private final Map<Priority, Counter> pressed;
    private final Timer receipt;

    PublishMetrics(MeterRegistry registry) {
        gateway = new Meters(registry, "dungeontalk.gateway.");
        gateway.total(
                "messages.received",
                "SENDs of players and POSTs of services",
                received,
                LongAdder::sum);
        gateway.total(
                "messages.accepted",
                "SENDs and POSTs whose message is in the log",
                accepted,
                LongAdder::sum);
        gateway.total(
                "messages.repeated",
                "Accepted SENDs and POSTs whose message was already in the log",
                repeated,
                LongAdder::sum);
        refusedSends = refusals(gateway, "SEND");
        refusedPosts = refusals(gateway, "POST");
        pressed =
                gateway.counters(
                        "pressed",
                        "Messages refused because too many wait for the log",
                        Priority.class,
                        "rank");
        receipt =
                gateway.timer(
                        "receipt",
                        "Time from the arrival of a SEND or POST until its message is in the log");
    }

    void observe(@Observes StartupEvent event, LogPublisher publisher) {
        gateway.gauge(
                "log.inflight", "Messages that wait for Kafka", publisher, LogPublisher::inFlight);
    }

    /** The counters of refused frames of this kind, by error code. */
    public static Map<ErrorCode, Counter> refusals(Meters gateway, String frame) {
        return gateway.counters(
                "messages.refused",
                "Refused frames and requests",
                ErrorCode.class,
                "code",
                "frame",
                frame);
    }

    public void received() {
        received.increment();
    }

    /**
     * The log has a message, and its sender is about to be told.
     *
     * @param since when the message came in, on the clock of {@link System#nanoTime}
     */
    public void accepted(long since) {
        accepted.increment();
        receipt.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
    }

    /** A SEND was accepted whose message was already in the log. */
    void repeated() {
        repeated.increment();
    }

    public void refusedSend(ErrorCode code) {
        refusedSends.get(code).increment();
    }

    /** A message posted by a service was refused. */
    void refusedPost(ErrorCode code) {
        refusedPosts.get(code).increment();
    }

    /** A message of this priority was refused because too many are in flight. */
    void pressed(Priority priority) {
        pressed.get(priority).increment();
    }
}
