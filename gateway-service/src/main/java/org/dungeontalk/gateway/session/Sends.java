package org.dungeontalk.gateway.session;

import java.util.Optional;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.log.LogBusyException;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.StompFrame;

/**
 * One session's SENDs on their way into the log, at most so many at once. Confined to the
 * connection's event loop; each SEND is answered exactly once, after the log has the message or
 * when it can't have it.
 */
final class Sends {
    private final Services services;
    private final GatewayConfig.Limits limits;
    private final Client client;
    private final Answers answers;
    private int inFlight;
    private Runnable whenIdle;

    Sends(Services services, Client client, Answers answers) {
        this.services = services;
        this.limits = services.config.limits();
        this.client = client;
        this.answers = answers;
    }

    /** Runs the task once nothing is in flight; at once if nothing is. Called at most once. */
    void whenIdle(Runnable task) {
        if (inFlight == 0) {
            task.run();
        } else {
            whenIdle = task;
        }
    }

    void send(Player player, StompFrame frame) {
        services.metrics.received();
        Optional<Destination> destination = Destination.ofSend(frame.required("destination"));
        if (destination.isEmpty()) {
            answers.refuse(frame, ErrorCode.UNKNOWN_DESTINATION, "Nothing can be sent there.");
        } else if (inFlight >= limits.inFlightPerConnection()) {
            answers.refuse(
                    frame,
                    ErrorCode.TOO_MANY_IN_FLIGHT,
                    limits.inFlightPerConnection() + " messages at once are the most.");
        } else if (hasty(player)) {
            answers.refuse(
                    frame,
                    ErrorCode.RATE_LIMITED,
                    "More than " + limits.messagesPerSecond() + " messages a second.");
        } else {
            publish(frame, compose(player, destination.get(), frame.body()));
        }
    }

    private boolean hasty(Player player) {
        return !player.roles().contains(Role.SERVICE) && !services.rates.allow(player.id());
    }

    private Composed compose(Player player, Destination destination, byte[] body) {
        if (destination instanceof Destination.AichatSend ai) {
            return services.composer.aichat(player, ai.action(), body);
        }
        return services.composer.chat(player, body);
    }

    private void publish(StompFrame frame, Composed composed) {
        if (composed instanceof Refusal refusal) {
            answers.refuse(frame, refusal);
        } else if (composed instanceof LogMessage message) {
            inFlight++;
            services.log
                    .publish(message)
                    .subscribe()
                    .with(
                            ok -> client.loop().execute(() -> logged(frame)),
                            e -> client.loop().execute(() -> notLogged(frame, e)));
        }
    }

    private void logged(StompFrame frame) {
        services.metrics.accepted();
        answers.receipt(frame);
        answered();
    }

    private void notLogged(StompFrame frame, Throwable why) {
        if (why instanceof LogBusyException) {
            answers.refuse(frame, ErrorCode.GATEWAY_BUSY, "Too many messages wait. Try again.");
        } else {
            answers.refuse(
                    frame,
                    ErrorCode.LOG_UNAVAILABLE,
                    "The log did not confirm in time. Send it again with the same messageId.");
        }
        answered();
    }

    private void answered() {
        inFlight--;
        if (inFlight == 0 && whenIdle != null) {
            whenIdle.run();
        }
    }
}
