package org.dungeontalk.gateway.session;

import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.identity.TokenRefused;
import org.dungeontalk.gateway.limit.ConnectionLimits;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.HeartBeat;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompVersion;

/**
 * Carries out one client's frames. Confined to the connection's event loop; never blocks.
 *
 * <p>The RECEIPT for a SEND is sent only after the log has the message; for a SUBSCRIBE once the
 * position is known; for a DISCONNECT once nothing is in flight. Refusals go to {@code
 * /user/queue/errors}. Only a breach of the protocol ends the session.
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
    private final Connection connection;
    private final ConnectionLimits limits;
    private final Player known;
    private final FrameReplies replies;
    private final SendHandler sends;
    private final MuteNotices mutes;
    private final Subscriptions subscriptions;
    private State state = State.NEW;
    private Player player;

    Session(
            String id,
            Services services,
            Connection connection,
            ConnectionLimits limits,
            Player known) {
        this.id = id;
        this.services = services;
        this.connection = connection;
        this.limits = limits;
        this.known = known;
        UserQueues queues = new UserQueues();
        this.replies =
                new FrameReplies(
                        id, connection, services.publishing, services.metrics, limits, queues);
        this.mutes = new MuteNotices(id, connection, services.moderation, replies, queues);
        this.sends =
                new SendHandler(
                        services.admission.sender(connection.loop()),
                        services.composer,
                        services.publishing,
                        services.config.limits(),
                        connection,
                        limits,
                        replies);
        this.subscriptions =
                new Subscriptions(
                        services.rooms,
                        services.presence,
                        services.config.limits(),
                        connection,
                        replies,
                        queues,
                        mutes);
    }

    String id() {
        return id;
    }

    StompVersion version() {
        return replies.version();
    }

    boolean connected() {
        return state == State.CONNECTED || state == State.DISCONNECTING;
    }

    boolean expired() {
        return player != null && Instant.now().isAfter(player.expires());
    }

    boolean revoked() {
        return player != null && services.moderation.revoked(player.id(), player.issued());
    }

    /** Tells the player if their mute has changed since the last call. */
    void look() {
        if (player != null) {
            mutes.look(player.id());
        }
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
            connection.fail(frame.command() + " is not allowed here", frame.header("receipt"));
        }
    }

    /** Refuses SENDs from now on, and closes with 1012 once those in flight are answered. */
    void drain() {
        if (state != State.DISCONNECTING) {
            sends.drain(() -> connection.close(CloseCode.RESTART));
        }
    }

    /**
     * Leaves all rooms.
     *
     * @param comesBack whether only the connection ended and the player may be back soon
     */
    void gone(boolean comesBack) {
        subscriptions.end(comesBack && state != State.DISCONNECTING);
    }

    private void carryOut(StompFrame frame) {
        switch (frame.command()) {
            case SEND -> sends.send(player, frame);
            case DISCONNECT -> disconnect(frame);
            default ->
                    limits.frame()
                            .ifPresentOrElse(
                                    over -> replies.refuse(frame, over), () -> other(frame));
        }
    }

    private void other(StompFrame frame) {
        switch (frame.command()) {
            case SUBSCRIBE -> subscriptions.subscribe(player, frame);
            case UNSUBSCRIBE -> subscriptions.unsubscribe(frame);
            case ACK, NACK -> replies.receipt(frame);
            case BEGIN, COMMIT, ABORT -> throw new StompException("transactions are not supported");
            default -> throw new StompException("already connected");
        }
    }

    private void connect(StompFrame frame) {
        Optional<StompVersion> common = StompVersion.negotiate(frame.header("accept-version"));
        if (common.isEmpty()) {
            connection.send(ServerFrame.noCommonVersion());
            connection.close(CloseCode.PROTOCOL_ERROR);
            return;
        }
        replies.speak(common.get());
        long own = services.config.stomp().heartBeat().toMillis();
        HeartBeat beat = HeartBeat.negotiate(frame.header("heart-beat"), own);
        String token = bearer(frame);
        if (token == null) {
            if (known == null) {
                unauthorized(
                        "a token is required: ?token= in the handshake or Authorization in"
                                + " CONNECT");
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
                        p -> connection.loop().execute(() -> welcome(p, beat)),
                        e -> connection.loop().execute(() -> refused(e)));
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

    private void refused(Throwable why) {
        if (why instanceof TokenRefused) {
            unauthorized(why.getMessage());
        } else {
            connection.send(ServerFrame.error(why.getMessage(), null, version()));
            connection.close(CloseCode.TRY_AGAIN_LATER);
        }
    }

    private void welcome(Player player, HeartBeat beat) {
        limits.take(player.id(), player.roles().contains(Role.SERVICE), connection);
        this.player = player;
        state = State.CONNECTED;
        connection.agreed(version(), beat);
        long own = services.config.stomp().heartBeat().toMillis();
        connection.send(ServerFrame.connected(version(), own, id, player.id()));
    }

    private void unauthorized(String why) {
        connection.send(ServerFrame.error(why, null, version()));
        connection.close(CloseCode.UNAUTHORIZED);
    }

    private void disconnect(StompFrame frame) {
        state = State.DISCONNECTING;
        sends.whenIdle(
                () -> {
                    replies.receipt(frame);
                    connection.close(CloseCode.NORMAL);
                });
    }
}
