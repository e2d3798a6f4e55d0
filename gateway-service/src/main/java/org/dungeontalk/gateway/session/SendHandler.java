package org.dungeontalk.gateway.session;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.limit.ConnectionLimits;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.MessageComposer;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.publish.Priority;
import org.dungeontalk.gateway.publish.PublishMetrics;
import org.dungeontalk.gateway.publish.PublishResult;
import org.dungeontalk.gateway.publish.Sender;
import org.dungeontalk.gateway.publish.Submission;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.StompFrame;

/**
 * Publishes one session's SENDs, a bounded number at once. Each SEND is answered exactly once:
 * after the log has the message, or when it is refused. Confined to the connection's event loop,
 * except that results come on any thread: one for which nobody waits does not wake the loop.
 */
final class SendHandler {
    private final PublishMetrics metrics;
    private final MessageComposer composer;
    private final GatewayConfig.Limits settings;
    private final Connection connection;
    private final ConnectionLimits connectionLimits;
    private final FrameReplies replies;
    private final Sender sender;
    private final AtomicInteger inFlight = new AtomicInteger();
    private boolean draining;
    private volatile Runnable whenIdle;

    SendHandler(
            Sender sender,
            MessageComposer composer,
            PublishMetrics metrics,
            GatewayConfig.Limits settings,
            Connection connection,
            ConnectionLimits connectionLimits,
            FrameReplies replies) {
        this.sender = sender;
        this.composer = composer;
        this.metrics = metrics;
        this.settings = settings;
        this.connection = connection;
        this.connectionLimits = connectionLimits;
        this.replies = replies;
    }

    /** Runs the task once nothing is in flight, possibly at once. A later task replaces it. */
    void whenIdle(Runnable task) {
        whenIdle = task;
        runIfIdle();
    }

    private void runIfIdle() {
        Runnable task = whenIdle;
        if (task != null && inFlight.get() == 0) {
            whenIdle = null;
            task.run();
        }
    }

    /** Refuses SENDs from now on; runs the task once nothing is in flight. */
    void drain(Runnable task) {
        draining = true;
        whenIdle(task);
    }

    void send(Player player, StompFrame frame) {
        long since = System.nanoTime();
        metrics.received();
        Optional<Destination> destination =
                Destination.ofSend(frame.headers().getOrDefault("destination", ""));
        Optional<Limit> exceeded = connectionLimits.message();
        if (draining) {
            replies.refuse(
                    frame,
                    ErrorCode.DRAINING,
                    "This gateway is restarting. Send the message again.");
        } else if (destination.isEmpty()) {
            replies.refuse(
                    frame, ErrorCode.UNKNOWN_DESTINATION, "You can't send to this destination.");
        } else if (inFlight.get() >= settings.inFlightPerConnection()) {
            replies.refuse(
                    frame,
                    ErrorCode.TOO_MANY_IN_FLIGHT,
                    settings.inFlightPerConnection() + " messages at once are the maximum.");
        } else if (exceeded.isPresent()) {
            replies.refuse(frame, exceeded.get());
        } else {
            publish(player, frame, since, compose(player, destination.get(), frame.body()));
        }
    }

    private Composed compose(Player player, Destination destination, byte[] body) {
        if (destination instanceof Destination.AichatSend ai) {
            return composer.aichat(player, ai.action(), body);
        }
        return composer.chat(player, body);
    }

    private void publish(Player player, StompFrame frame, long since, Composed composed) {
        if (composed instanceof Refusal refusal) {
            replies.refuse(frame, refusal);
        } else if (composed instanceof LogMessage message) {
            Priority priority = Priority.of(player.roles());
            inFlight.incrementAndGet();
            sender.publish(
                    new Submission(message, priority, since, frame.header("traceparent")),
                    result -> settled(frame, since, result));
        }
    }

    /** Any thread. */
    private void settled(StompFrame frame, long since, PublishResult result) {
        if (result instanceof PublishResult.Refused refused) {
            answer(() -> replies.refuse(frame, refused.why()));
            return;
        }
        metrics.accepted(since);
        if (frame.header("receipt") != null) {
            answer(() -> replies.receipt(frame));
        } else if (inFlight.decrementAndGet() == 0 && whenIdle != null) {
            connection.loop().execute(this::runIfIdle);
        }
    }

    private void answer(Runnable reply) {
        connection
                .loop()
                .execute(
                        () -> {
                            reply.run();
                            inFlight.decrementAndGet();
                            runIfIdle();
                        });
    }
}
