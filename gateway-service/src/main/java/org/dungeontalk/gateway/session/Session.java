package org.dungeontalk.gateway.session;

import io.github.bucket4j.Bucket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.log.LogBusyException;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.message.RefusalBody;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.HeartBeat;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompCommand;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompVersion;

/**
 * What one client's frames mean. Confined to the connection's event loop; never blocks.
 *
 * <p>A RECEIPT on SEND goes out after the log has the message and not before; on SUBSCRIBE when the
 * position is fixed; on DISCONNECT when nothing is in flight any more. What is refused is told on
 * {@code /user/queue/errors}; only breaking the protocol ends the session.
 */
final class Session {
    private enum State {
        NEW,
        AUTHENTICATING,
        CONNECTED,
        DISCONNECTING
    }

    private final String id;
    private final Services services;
    private final GatewayConfig.Limits limits;
    private final Client client;
    private final Player known;
    private final Bucket patience;
    private final Map<String, Subscription> subscriptions = new HashMap<>(4);
    private State state = State.NEW;
    private StompVersion version = StompVersion.V1_2;
    private Player player;
    private String errorsId = Destination.ERRORS;
    private int inFlight;
    private StompFrame disconnect;

    Session(String id, Services services, Client client, Player known) {
        this.id = id;
        this.services = services;
        this.limits = services.config.limits();
        this.client = client;
        this.known = known;
        this.patience = services.rates.refusals();
    }

    String id() {
        return id;
    }

    StompVersion version() {
        return version;
    }

    boolean connected() {
        return state == State.CONNECTED || state == State.DISCONNECTING;
    }

    boolean expired() {
        return player != null && Instant.now().isAfter(player.expires());
    }

    boolean busy() {
        return inFlight > 0;
    }

    /**
     * Carries out one frame.
     *
     * @throws StompException if the frame breaks the protocol
     */
    void frame(StompFrame frame) {
        if (state == State.CONNECTED) {
            carryOut(frame);
        } else if (state == State.NEW && frame.command().opens()) {
            connect(frame);
        } else if (state == State.NEW && frame.header("receipt") == null) {
            throw new StompException("CONNECT must come first");
        } else {
            client.fail(frame.command() + " does not fit here", frame.header("receipt"));
        }
    }

    /** Leaves all rooms. */
    void gone() {
        subscriptions.values().forEach(s -> services.rooms.leave(s.room(), client.loop(), s));
        subscriptions.clear();
    }

    private void carryOut(StompFrame frame) {
        switch (frame.command()) {
            case SEND -> send(frame);
            case SUBSCRIBE -> subscribe(frame);
            case UNSUBSCRIBE -> unsubscribe(frame);
            case ACK, NACK -> receipt(frame);
            case DISCONNECT -> disconnect(frame);
            case BEGIN, COMMIT, ABORT -> throw new StompException("transactions are not spoken");
            case CONNECT, STOMP -> throw new StompException("already connected");
        }
    }

    private void connect(StompFrame frame) {
        Optional<StompVersion> common = StompVersion.negotiate(frame.header("accept-version"));
        if (common.isEmpty()) {
            throw new StompException("no common version; 1.0, 1.1 and 1.2 are spoken");
        }
        version = common.get();
        long own = services.config.stomp().heartBeat().toMillis();
        HeartBeat beat = HeartBeat.negotiate(frame.header("heart-beat"), own);
        String token = bearer(frame);
        if (token == null) {
            if (known == null) {
                unauthorized(
                        "a token is needed: ?token= at the handshake or Authorization in CONNECT");
            } else {
                welcome(known, beat);
            }
            return;
        }
        state = State.AUTHENTICATING;
        services.tokens
                .verify(token)
                .subscribe()
                .with(
                        p -> client.loop().execute(() -> welcome(p, beat)),
                        e -> client.loop().execute(() -> unauthorized(e.getMessage())));
    }

    private static String bearer(StompFrame frame) {
        String value = frame.header("Authorization");
        if (value == null) {
            value = frame.header("authorization");
        }
        if (value == null) {
            return null;
        }
        return value.regionMatches(true, 0, "Bearer ", 0, 7) ? value.substring(7).trim() : value;
    }

    private void welcome(Player player, HeartBeat beat) {
        this.player = player;
        state = State.CONNECTED;
        client.agreed(version, beat);
        long own = services.config.stomp().heartBeat().toMillis();
        client.send(ServerFrame.connected(version, own, id, player.id()));
    }

    private void unauthorized(String why) {
        client.send(ServerFrame.error(why, null, version));
        client.close(CloseCode.UNAUTHORIZED);
    }

    private void subscribe(StompFrame frame) {
        String address = frame.required("destination");
        String subscription =
                version == StompVersion.V1_0
                        ? frame.headers().getOrDefault("id", address)
                        : frame.required("id");
        if (subscriptions.containsKey(subscription)) {
            throw new StompException("this subscription id is in use");
        }
        Optional<Destination> destination = Destination.ofSubscribe(address);
        if (destination.isEmpty()) {
            refuse(frame, ErrorCode.UNKNOWN_DESTINATION, "Nothing can be subscribed there.");
        } else if (destination.get() instanceof Destination.RoomStream stream) {
            join(frame, stream, subscription);
        } else {
            errorsId = subscription;
            receipt(frame);
        }
    }

    private void join(StompFrame frame, Destination.RoomStream stream, String subscription) {
        if (!player.mayEnter(stream.room().id())) {
            refuse(frame, ErrorCode.ROOM_FORBIDDEN, "Your token does not open this room.");
            return;
        }
        if (subscriptions.size() >= limits.subscriptionsPerConnection()) {
            refuse(
                    frame,
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    limits.subscriptionsPerConnection() + " rooms at once are the most.");
            return;
        }
        Subscription member =
                new Subscription(stream.room(), subscription, player.id(), version, client);
        subscriptions.put(subscription, member);
        services.rooms
                .join(stream.room(), client.loop(), member)
                .thenRun(() -> client.loop().execute(() -> receipt(frame)));
    }

    private void unsubscribe(StompFrame frame) {
        String subscription =
                version == StompVersion.V1_0 && frame.header("id") == null
                        ? frame.required("destination")
                        : frame.required("id");
        Subscription member = subscriptions.remove(subscription);
        if (member != null) {
            services.rooms.leave(member.room(), client.loop(), member);
        } else if (subscription.equals(errorsId)) {
            errorsId = Destination.ERRORS;
        }
        receipt(frame);
    }

    private void send(StompFrame frame) {
        services.metrics.received();
        Optional<Destination> destination = Destination.ofSend(frame.required("destination"));
        if (destination.isEmpty()) {
            refuse(frame, ErrorCode.UNKNOWN_DESTINATION, "Nothing can be sent there.");
        } else if (inFlight >= limits.inFlightPerConnection()) {
            refuse(
                    frame,
                    ErrorCode.TOO_MANY_IN_FLIGHT,
                    limits.inFlightPerConnection() + " messages at once are the most.");
        } else if (!player.roles().contains(Role.SERVICE) && !services.rates.allow(player.id())) {
            refuse(
                    frame,
                    ErrorCode.RATE_LIMITED,
                    "More than " + limits.messagesPerSecond() + " messages a second.");
        } else {
            publish(frame, compose(destination.get(), frame.body()));
        }
    }

    private Composed compose(Destination destination, byte[] body) {
        if (destination instanceof Destination.AichatSend ai) {
            return services.composer.aichat(player, ai.action(), body);
        }
        return services.composer.chat(player, body);
    }

    private void publish(StompFrame frame, Composed composed) {
        if (composed instanceof Refusal refusal) {
            refuse(frame, refusal);
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
        receipt(frame);
        answered();
    }

    private void notLogged(StompFrame frame, Throwable why) {
        if (why instanceof LogBusyException) {
            refuse(frame, ErrorCode.GATEWAY_BUSY, "Too many messages wait. Try again.");
        } else {
            refuse(
                    frame,
                    ErrorCode.LOG_UNAVAILABLE,
                    "The log did not confirm in time. Send it again with the same messageId.");
        }
        answered();
    }

    private void answered() {
        inFlight--;
        if (disconnect != null && inFlight == 0) {
            leave();
        }
    }

    private void disconnect(StompFrame frame) {
        disconnect = frame;
        state = State.DISCONNECTING;
        if (inFlight == 0) {
            leave();
        }
    }

    private void leave() {
        receipt(disconnect);
        client.close(CloseCode.NORMAL);
    }

    private void receipt(StompFrame frame) {
        String receipt = frame.header("receipt");
        if (receipt != null) {
            client.send(ServerFrame.receipt(version, receipt));
        }
    }

    private void refuse(StompFrame frame, ErrorCode code, String message) {
        refuse(frame, new Refusal(code, message));
    }

    private void refuse(StompFrame frame, Refusal refusal) {
        if (frame.command() == StompCommand.SEND) {
            services.metrics.refusedSend(refusal.code());
        } else {
            services.metrics.refusedSubscribe(refusal.code());
        }
        client.send(
                ServerFrame.message(
                        ServerFrame.messageHead(version, errorsId, Destination.ERRORS),
                        "refused-" + id,
                        RefusalBody.of(refusal, frame.header("receipt"))));
        if (!patience.tryConsume(1)) {
            client.close(CloseCode.POLICY);
        }
    }
}
