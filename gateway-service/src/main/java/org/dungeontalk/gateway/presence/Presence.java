package org.dungeontalk.gateway.presence;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.config.PresenceSettings;
import org.dungeontalk.gateway.delivery.NoticeFanOut;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Knows the members of each room over all gateways. Sessions report joins and leaves. The members
 * of a room are told within two seconds. Members of a killed gateway are removed within thirty.
 *
 * <p>Thread-safe; nothing blocks.
 */
@Singleton
public class Presence {
    private final LocalMembers here = new LocalMembers();
    private final PresenceState state;
    private final PresenceReader log;
    private final PresenceBody body;
    private final int roomCapacity;
    private final long graceMillis;

    Presence(
            GatewayConfig config,
            PresenceProducer topic,
            PresenceReader log,
            NoticeFanOut noticeSender) {
        PresenceSettings settings = config.presence();
        this.log = log;
        this.body = new PresenceBody(settings.listedMembers());
        this.roomCapacity = settings.roomCapacity();
        this.graceMillis = settings.reconnectGrace().toMillis();
        this.state = new PresenceState(newId(), here, topic, noticeSender::post, settings);
    }

    void start(@Observes StartupEvent event) {
        log.start(state);
    }

    /** Runs after the sessions have ended. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event)
            throws InterruptedException {
        here.expire(Long.MAX_VALUE);
        log.stop();
    }

    /**
     * Starts a subscription of the player to the room.
     *
     * @return false if the room is full: nothing has changed. Moderators and services always get in
     */
    public boolean enter(RoomKey room, Player player) {
        Integer stated = player.capacity().get(room.id());
        int most = stated == null ? roomCapacity : stated;
        boolean always =
                most == 0
                        || player.roles().contains(Role.MODERATOR)
                        || player.roles().contains(Role.SERVICE);
        return here.enter(
                room,
                new PresentMember(player.id(), player.nickname(), stated),
                () -> always || state.view(room).admits(player.id(), most));
    }

    /** The subscription was answered: the room's members, including this one, may be told. */
    public void settled(RoomKey room) {
        here.touch(room);
    }

    /** Ends a subscription of the player to the room. */
    public void leave(RoomKey room, String playerId) {
        here.leave(room, playerId);
    }

    /**
     * The connection of a subscription was lost. The player stays a member for the grace period.
     */
    public void lost(RoomKey room, String playerId) {
        here.lost(room, playerId, System.nanoTime() / 1_000_000 + graceMillis);
    }

    /** The body with the room's members; empty until this gateway has read the topic. */
    public Optional<byte[]> snapshot(RoomKey room) {
        return log.caughtUp()
                ? Optional.of(
                        body.of(
                                room.id(),
                                state.view(room),
                                PresenceBody.Event.SNAPSHOT,
                                Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                : Optional.empty();
    }

    PresenceState state() {
        return state;
    }

    /** A new id at every start, so records of an earlier process belong to a dead gateway. */
    private static String newId() {
        byte[] id = new byte[8];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
