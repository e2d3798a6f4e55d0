package org.dungeontalk.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.limit.Rank;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.metrics.Meters;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * What the gateway counts of frames and connections. The sums that must hold once nothing is in
 * flight: received = accepted + refused, and the receipts that were timed = accepted.
 *
 * <p>Thread-safe.
 */
@Singleton
public class GatewayMetrics {
    private final LongAdder received = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<ErrorCode, Counter> refusedSends = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Counter> refusedSubscribes = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Counter> refusedPosts = new EnumMap<>(ErrorCode.class);
    private final Map<Rank, Counter> pressed = new EnumMap<>(Rank.class);
    private final Map<Limit, Counter> limited = new EnumMap<>(Limit.class);
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    private final PathMetrics path;

    GatewayMetrics(MeterRegistry registry, PathMetrics path) {
        this.path = path;
        Meters messages = new Meters(registry, "dungeontalk.gateway.messages.");
        messages.total(
                "received", "SENDs of players and POSTs of services", received, LongAdder::sum);
        messages.total("accepted", "Those that the log has", accepted, LongAdder::sum);
        messages.total("delivered", "MESSAGEs to members", delivered, LongAdder::sum);
        messages.total(
                "repeated", "SENDs accepted that the log had already", repeated, LongAdder::sum);
        new Meters(registry, "dungeontalk.gateway.")
                .gauge("sessions", "WebSocket connections open now", sessions, AtomicInteger::get);
        for (ErrorCode code : ErrorCode.values()) {
            refusedSends.put(code, refusals(registry, "SEND", code));
            refusedSubscribes.put(code, refusals(registry, "SUBSCRIBE", code));
            refusedPosts.put(code, refusals(registry, "POST", code));
        }
        for (Rank rank : Rank.values()) {
            pressed.put(
                    rank,
                    Counter.builder("dungeontalk.gateway.pressed")
                            .description("Messages refused because too many wait for the log")
                            .tag("rank", rank.name())
                            .register(registry));
        }
        for (Limit limit : Limit.values()) {
            limited.put(
                    limit,
                    Counter.builder("dungeontalk.gateway.limited")
                            .description(
                                    "Handshakes, connections, frames and requests past a limit")
                            .tag("limit", limit.name())
                            .register(registry));
        }
        for (CloseCode code : CloseCode.values()) {
            closed.put(
                    code,
                    Counter.builder("dungeontalk.gateway.sessions.closed")
                            .description("Connections this gateway closed")
                            .tag("code", code.name())
                            .register(registry));
        }
    }

    public void received() {
        received.increment();
    }

    /**
     * The log has a message, and its sender is told so now.
     *
     * @param since when the message came in, on {@link System#nanoTime}'s clock
     */
    public void accepted(long since) {
        accepted.increment();
        path.accepted(since);
    }

    /** A SEND was accepted that the log had already. */
    public void repeated() {
        repeated.increment();
    }

    public void refusedSend(ErrorCode code) {
        refusedSends.get(code).increment();
    }

    public void refusedSubscribe(ErrorCode code) {
        refusedSubscribes.get(code).increment();
    }

    /** A message that a service made over HTTP was refused. */
    public void refusedPost(ErrorCode code) {
        refusedPosts.get(code).increment();
    }

    public void delivered(int messages) {
        delivered.add(messages);
    }

    public void opened() {
        sessions.incrementAndGet();
    }

    /** A connection is gone, whoever closed it. */
    public void gone() {
        sessions.decrementAndGet();
    }

    /** A message of that rank was refused because too many wait for the log. */
    public void pressed(Rank rank) {
        pressed.get(rank).increment();
    }

    /** Something was refused because of that limit. */
    public void limited(Limit limit) {
        limited.get(limit).increment();
    }

    /** This gateway closes a connection. */
    public void closing(CloseCode code) {
        closed.get(code).increment();
    }

    /** Connections open now. */
    public int sessions() {
        return sessions.get();
    }

    private static Counter refusals(MeterRegistry registry, String frame, ErrorCode code) {
        return Counter.builder("dungeontalk.gateway.messages.refused")
                .description("Frames that were not carried out")
                .tag("frame", frame)
                .tag("code", code.name())
                .register(registry);
    }
}
