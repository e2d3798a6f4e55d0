package org.dungeontalk.gateway.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.GatewayConfig;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.HeartBeat;
import org.dungeontalk.gateway.stomp.ServerFrame;
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
    private final Answers answers;
    private final Sends sends;
    private final Map<String, Subscription> subscriptions = new HashMap<>(4);
    private State state = State.NEW;
    private Player player;

    Session(String id, Services services, Client client, Player known) {
        this.id = id;
        this.services = services;
        this.limits = services.config.limits();
        this.client = client;
        this.known = known;
        this.answers = new Answers(id, client, services);
        this.sends = new Sends(services, client, answers);
    }

    String id() {
        return id;
    }

    StompVersion version() {
        return answers.version();
    }

    boolean connected() {
        return state == State.CONNECTED || state == State.DISCONNECTING;
    }

    boolean expired() {
        return player != null && Instant.now().isAfter(player.expires());
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
        subscriptions.values().forEach(this::leave);
        subscriptions.clear();
    }

    private void leave(Subscription member) {
        member.leave();
        services.rooms.leave(member.room(), client.loop(), member);
    }

    private void carryOut(StompFrame frame) {
        switch (frame.command()) {
            case SEND -> sends.send(player, frame);
            case SUBSCRIBE -> subscribe(frame);
            case UNSUBSCRIBE -> unsubscribe(frame);
            case ACK, NACK -> answers.receipt(frame);
            case DISCONNECT -> disconnect(frame);
            case BEGIN, COMMIT, ABORT -> throw new StompException("transactions are not spoken");
            case CONNECT, STOMP -> throw new StompException("already connected");
        }
    }

    private void connect(StompFrame frame) {
        Optional<StompVersion> common = StompVersion.negotiate(frame.header("accept-version"));
        if (common.isEmpty()) {
            client.send(ServerFrame.noCommonVersion());
            client.close(CloseCode.PROTOCOL_ERROR);
            return;
        }
        answers.speak(common.get());
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
        client.agreed(version(), beat);
        long own = services.config.stomp().heartBeat().toMillis();
        client.send(ServerFrame.connected(version(), own, id, player.id()));
    }

    private void unauthorized(String why) {
        client.send(ServerFrame.error(why, null, version()));
        client.close(CloseCode.UNAUTHORIZED);
    }

    private void subscribe(StompFrame frame) {
        String address = frame.required("destination");
        String subscription =
                version() == StompVersion.V1_0
                        ? frame.headers().getOrDefault("id", address)
                        : frame.required("id");
        if (subscriptions.containsKey(subscription)) {
            throw new StompException("this subscription id is in use");
        }
        Optional<Destination> destination = Destination.ofSubscribe(address);
        if (destination.isEmpty()) {
            answers.refuse(
                    frame, ErrorCode.UNKNOWN_DESTINATION, "Nothing can be subscribed there.");
        } else if (destination.get() instanceof Destination.RoomStream stream) {
            join(frame, stream, subscription);
        } else {
            answers.errorsTo(subscription);
            answers.receipt(frame);
        }
    }

    private void join(StompFrame frame, Destination.RoomStream stream, String subscription) {
        if (!player.mayEnter(stream.room().id())) {
            answers.refuse(frame, ErrorCode.ROOM_FORBIDDEN, "Your token does not open this room.");
            return;
        }
        if (subscriptions.size() >= limits.subscriptionsPerConnection()) {
            answers.refuse(
                    frame,
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    limits.subscriptionsPerConnection() + " rooms at once are the most.");
            return;
        }
        Subscription member =
                new Subscription(stream.room(), subscription, player.id(), version(), client);
        subscriptions.put(subscription, member);
        String after = frame.header("after");
        if (after == null) {
            services.rooms.join(stream.room(), client.loop(), member, () -> answers.receipt(frame));
        } else {
            services.rooms.resume(
                    stream.room(),
                    client.loop(),
                    member,
                    Cursor.parse(after),
                    new ResumeAnswer(client, member, version(), frame.header("receipt")));
        }
    }

    private void unsubscribe(StompFrame frame) {
        String subscription =
                version() == StompVersion.V1_0 && frame.header("id") == null
                        ? frame.required("destination")
                        : frame.required("id");
        Subscription member = subscriptions.remove(subscription);
        if (member != null) {
            leave(member);
        } else {
            answers.errorsNoLongerTo(subscription);
        }
        answers.receipt(frame);
    }

    private void disconnect(StompFrame frame) {
        state = State.DISCONNECTING;
        sends.whenIdle(
                () -> {
                    answers.receipt(frame);
                    client.close(CloseCode.NORMAL);
                });
    }
}
