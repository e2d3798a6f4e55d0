package org.dungeontalk.gateway.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dungeontalk.gateway.config.PresenceSettings;
import org.dungeontalk.gateway.delivery.Notice;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Tells the members on this gateway who is in their room: at once if the room was quiet, otherwise
 * when its interval is over. Confined to one thread.
 */
final class PresenceNotifier {
    private static final int MAX_ROOMS_AT_ONCE = 200;

    /** Posts notices to members; returns the rooms of which some members were not reached. */
    interface NoticeSender {
        Set<RoomKey> post(Map<RoomKey, Notice> notices) throws InterruptedException;
    }

    private final LocalMembers here;
    private final Function<RoomKey, RoomMembers> views;
    private final NoticeSender noticeSender;
    private final PresenceBody body;
    private final Duration interval;
    private final Duration largeRoomInterval;
    private final Map<RoomKey, SentPresence> sent = new HashMap<>();
    private final Map<RoomKey, Boolean> due = new LinkedHashMap<>();
    private long frames;

    PresenceNotifier(
            LocalMembers here,
            Function<RoomKey, RoomMembers> views,
            NoticeSender noticeSender,
            PresenceSettings settings) {
        this.here = here;
        this.views = views;
        this.noticeSender = noticeSender;
        this.body = new PresenceBody(settings.listedMembers());
        this.interval = settings.interval();
        this.largeRoomInterval = settings.largeRoomInterval();
    }

    /**
     * The room may have changed.
     *
     * @param newcomers whether a member here may not have got a notice yet
     */
    void touch(RoomKey room, boolean newcomers) {
        if (here.hasRoom(room)) {
            due.merge(room, newcomers, Boolean::logicalOr);
        } else {
            due.remove(room);
            sent.remove(room);
        }
    }

    /**
     * Posts the notices that are due.
     *
     * @param now milliseconds of a monotonic clock
     * @param time the event time in the frames
     */
    void sendDue(long now, Instant time) throws InterruptedException {
        Map<RoomKey, Notice> notices = new HashMap<>();
        Map<RoomKey, SentPresence> sending = new HashMap<>();
        Iterator<Map.Entry<RoomKey, Boolean>> all = due.entrySet().iterator();
        while (all.hasNext() && notices.size() < MAX_ROOMS_AT_ONCE) {
            Map.Entry<RoomKey, Boolean> next = all.next();
            RoomKey room = next.getKey();
            SentPresence last = sent.get(room);
            if (last != null && tooSoon(last, now)) {
                continue;
            }
            RoomMembers view = views.apply(room);
            SentPresence current = SentPresence.of(view, body.listsMembers(view), now);
            Optional<PresenceBody.Event> event =
                    last == null ? Optional.of(PresenceBody.Event.SNAPSHOT) : last.to(current);
            if (event.isEmpty() && !next.getValue()) {
                all.remove();
            } else {
                notices.put(room, notice(room, view, event, time));
                sending.put(room, current);
            }
        }
        if (!notices.isEmpty()) {
            sending.keySet().removeAll(noticeSender.post(notices));
            sent.putAll(sending);
            due.keySet().removeAll(sending.keySet());
        }
    }

    private boolean tooSoon(SentPresence last, long now) {
        Duration least = last.nicknames() == null ? largeRoomInterval : interval;
        return now - last.at() < least.toMillis();
    }

    private Notice notice(
            RoomKey room, RoomMembers view, Optional<PresenceBody.Event> event, Instant time) {
        byte[] snapshot = body.of(room.id(), view, PresenceBody.Event.SNAPSHOT, time);
        byte[] change =
                event.map(
                                e ->
                                        e == PresenceBody.Event.SNAPSHOT
                                                ? snapshot
                                                : body.of(room.id(), view, e, time))
                        .orElse(null);
        return new Notice("presence-" + ++frames, change, snapshot);
    }
}
