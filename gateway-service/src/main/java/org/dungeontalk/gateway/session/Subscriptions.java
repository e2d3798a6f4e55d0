package org.dungeontalk.gateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompVersion;

/**
 * One session's subscriptions, at most so many rooms at once. A SUBSCRIBE is answered when its
 * position is fixed, or with why it is refused. Confined to the connection's event loop.
 */
final class Subscriptions {
    private final Services services;
    private final Client client;
    private final Answers answers;
    private final int most;
    private final Map<String, Subscription> rooms = new HashMap<>(4);

    Subscriptions(Services services, Client client, Answers answers) {
        this.services = services;
        this.client = client;
        this.answers = answers;
        this.most = services.config.limits().subscriptionsPerConnection();
    }

    /**
     * @throws StompException if the subscription's id is in use, or the frame names none
     */
    void subscribe(Player player, StompFrame frame) {
        String address = frame.required("destination");
        String id =
                answers.version() == StompVersion.V1_0
                        ? frame.headers().getOrDefault("id", address)
                        : frame.required("id");
        if (rooms.containsKey(id)) {
            throw new StompException("this subscription id is in use");
        }
        Optional<Destination> destination = Destination.ofSubscribe(address);
        if (destination.isEmpty()) {
            answers.refuse(
                    frame, ErrorCode.UNKNOWN_DESTINATION, "Nothing can be subscribed there.");
        } else if (destination.get() instanceof Destination.RoomStream stream) {
            join(player, frame, stream.room(), id);
        } else {
            answers.errorsTo(id);
            answers.receipt(frame);
        }
    }

    /**
     * @throws StompException if the frame names no subscription
     */
    void unsubscribe(StompFrame frame) {
        String id =
                answers.version() == StompVersion.V1_0 && frame.header("id") == null
                        ? frame.required("destination")
                        : frame.required("id");
        Subscription member = rooms.remove(id);
        if (member != null) {
            leave(member);
        } else {
            answers.errorsNoLongerTo(id);
        }
        answers.receipt(frame);
    }

    /** Leaves all rooms. */
    void end() {
        rooms.values().forEach(this::leave);
        rooms.clear();
    }

    private void join(Player player, StompFrame frame, RoomKey room, String id) {
        if (!player.mayEnter(room.id())) {
            answers.refuse(frame, ErrorCode.ROOM_FORBIDDEN, "Your token does not open this room.");
        } else if (rooms.size() >= most) {
            answers.refuse(
                    frame, ErrorCode.TOO_MANY_SUBSCRIPTIONS, most + " rooms at once are the most.");
        } else if (!services.presence.enter(room, player)) {
            answers.refuse(frame, ErrorCode.ROOM_FULL, "The room is full.");
        } else {
            boolean notices = !"off".equals(frame.header("presence"));
            Subscription member =
                    new Subscription(room, id, player.id(), answers.version(), client, notices);
            rooms.put(id, member);
            read(member, frame);
        }
    }

    private void read(Subscription member, StompFrame frame) {
        String after = frame.header("after");
        if (after == null) {
            services.rooms.join(
                    member.room(),
                    client.loop(),
                    member,
                    () -> {
                        answers.receipt(frame);
                        settled(member);
                    });
        } else {
            services.rooms.resume(
                    member.room(),
                    client.loop(),
                    member,
                    Cursor.parse(after),
                    new ResumeAnswer(
                            client,
                            member,
                            answers.version(),
                            frame.header("receipt"),
                            () -> settled(member)));
        }
    }

    private void settled(Subscription member) {
        member.settled();
        services.presence.settled(member.room());
    }

    private void leave(Subscription member) {
        member.leave();
        services.rooms.leave(member.room(), client.loop(), member);
        services.presence.leave(member.room(), member.playerId());
    }
}
