package org.dungeontalk.gateway.session;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.delivery.CatchUpQueue;
import org.dungeontalk.gateway.delivery.Rooms;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogHistory;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.presence.Presence;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompVersion;

/**
 * The subscriptions of one session, in a bounded number of rooms. A SUBSCRIBE is answered once its
 * position is known, or with a refusal. Confined to the connection's event loop.
 */
final class Subscriptions {
    private final Rooms delivery;
    private final Presence presence;
    private final Connection connection;
    private final FrameReplies replies;
    private final UserQueues queues;
    private final MuteNotices mutes;
    private final int maxRooms;
    private final int maxUnanswered;
    private CatchUpQueue catchUps;

    /** By subscription id. Immutable maps: those of a few rooms are the smallest. */
    private Map<String, Subscription> rooms = Map.of();

    Subscriptions(
            Rooms delivery,
            Presence presence,
            GatewayConfig.Limits limits,
            Connection connection,
            FrameReplies replies,
            UserQueues queues,
            MuteNotices mutes) {
        this.delivery = delivery;
        this.presence = presence;
        this.connection = connection;
        this.replies = replies;
        this.queues = queues;
        this.mutes = mutes;
        this.maxRooms = limits.subscriptionsPerConnection();
        this.maxUnanswered = limits.inFlightPerConnection();
    }

    /** A repeated SUBSCRIBE changes nothing and is answered like the first one. */
    void subscribe(Player player, StompFrame frame) {
        Optional<String> address = frame.text("destination");
        Optional<String> id =
                replies.version() == StompVersion.V1_0
                        ? frame.text("id").or(() -> address)
                        : frame.text("id");
        if (address.isEmpty() || id.isEmpty()) {
            replies.refuse(
                    frame,
                    ErrorCode.INVALID_FIELD,
                    "SUBSCRIBE needs the headers id and destination.");
        } else {
            subscribe(player, frame, id.get(), address.get());
        }
    }

    private void subscribe(Player player, StompFrame frame, String id, String address) {
        Optional<Destination> destination = Destination.ofSubscribe(address);
        Subscription there = rooms.get(id);
        if (there != null && there.room().destination().equals(address)) {
            whenSettled(there, frame);
        } else if (there != null || queues.isTaken(id, address)) {
            replies.refuse(
                    frame,
                    ErrorCode.INVALID_FIELD,
                    "The subscription id is in use for another destination; UNSUBSCRIBE first.");
        } else if (destination.isEmpty()) {
            replies.refuse(
                    frame,
                    ErrorCode.UNKNOWN_DESTINATION,
                    "You can't subscribe to this destination.");
        } else if (destination.get() instanceof Destination.RoomStream stream) {
            join(player, frame, stream.room(), id);
        } else {
            subscribeQueue(player, frame, id, address);
        }
    }

    /** Subscribes to a queue of the player; the queue of mutes starts with the current one. */
    private void subscribeQueue(Player player, StompFrame frame, String id, String address) {
        queues.subscribe(address, id);
        replies.receipt(frame);
        if (address.equals(Destination.MODERATION)) {
            mutes.tell(player.id());
        }
    }

    /** Ends the subscription with the id; without an id, all subscriptions to the destination. */
    void unsubscribe(StompFrame frame) {
        Optional<String> id = frame.text("id");
        Optional<String> address = frame.text("destination");
        if (id.isPresent()) {
            unsubscribe(id.get());
        } else if (address.isPresent()) {
            rooms.entrySet().stream()
                    .filter(e -> e.getValue().room().destination().equals(address.get()))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::unsubscribe);
            queues.unsubscribeFrom(address.get());
        } else {
            replies.refuse(
                    frame,
                    ErrorCode.INVALID_FIELD,
                    "UNSUBSCRIBE needs the header id or destination.");
            return;
        }
        replies.receipt(frame);
    }

    private void unsubscribe(String id) {
        Subscription member = rooms.get(id);
        if (member != null) {
            Map<String, Subscription> fewer = new HashMap<>(rooms);
            fewer.remove(id);
            rooms = Map.copyOf(fewer);
            leave(member);
            presence.leave(member.room(), member.playerId());
        } else {
            queues.unsubscribe(id);
        }
    }

    /**
     * Leaves all rooms.
     *
     * @param comesBack whether the player may be back soon and stays a member for the grace period
     */
    void end(boolean comesBack) {
        for (Subscription member : rooms.values()) {
            leave(member);
            if (comesBack) {
                presence.lost(member.room(), member.playerId());
            } else {
                presence.leave(member.room(), member.playerId());
            }
        }
        rooms = Map.of();
    }

    private void join(Player player, StompFrame frame, RoomKey room, String id) {
        if (!player.mayEnter(room.id())) {
            replies.refuse(frame, ErrorCode.ROOM_FORBIDDEN, "Your token does not open this room.");
        } else if (rooms.size() >= maxRooms) {
            replies.refuse(
                    frame,
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    maxRooms + " rooms at once are the maximum.");
        } else if (!presence.enter(room, player)) {
            replies.refuse(frame, ErrorCode.ROOM_FULL, "The room is full.");
        } else {
            Subscription member =
                    new Subscription(
                            room,
                            id,
                            player.id(),
                            replies.version(),
                            connection,
                            turns(frame),
                            frame.header("after"),
                            !"off".equals(frame.header("presence")));
            Map<String, Subscription> more = new HashMap<>(rooms);
            more.put(id, member);
            rooms = Map.copyOf(more);
            whenSettled(member, frame);
            read(member, frame.header("after"));
        }
    }

    /**
     * The connection's catch-up queue; {@code null} if this subscription has nothing to catch up.
     */
    private CatchUpQueue turns(StompFrame frame) {
        if (frame.header("after") == null) {
            return null;
        }
        if (catchUps == null) {
            catchUps = new CatchUpQueue(connection::whenTaken);
        }
        return catchUps;
    }

    private void whenSettled(Subscription member, StompFrame frame) {
        if (!member.whenSettled(maxUnanswered, () -> answer(member, frame))) {
            replies.refuse(
                    frame,
                    ErrorCode.TOO_MANY_IN_FLIGHT,
                    maxUnanswered + " frames for this subscription already wait for an answer.");
        }
    }

    private void answer(Subscription member, StompFrame frame) {
        member.position(frame.header("after"))
                .ifPresentOrElse(
                        position -> replies.receipt(frame, position),
                        () ->
                                replies.refuse(
                                        frame,
                                        ErrorCode.INVALID_FIELD,
                                        "This subscription already began at a later position;"
                                                + " UNSUBSCRIBE first."));
    }

    private void read(Subscription member, String after) {
        if (after == null) {
            delivery.join(
                    member.room(), connection.loop(), member, next -> settled(member, next, null));
        } else {
            delivery.resume(
                    member.room(),
                    connection.loop(),
                    member,
                    Cursor.parse(after),
                    (next, loss) ->
                            settled(member, next, loss.map(Subscriptions::text).orElse(null)));
        }
    }

    private static String text(LogHistory.Loss loss) {
        return loss.name().toLowerCase(Locale.ROOT);
    }

    private void settled(Subscription member, long next, String lost) {
        member.settled(delivery.before(member.room(), next), lost);
        presence.settled(member.room());
    }

    private void leave(Subscription member) {
        member.leave();
        delivery.leave(member.room(), connection.loop(), member);
    }
}
