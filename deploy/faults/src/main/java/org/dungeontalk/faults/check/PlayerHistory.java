package org.dungeontalk.faults.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What happened to one player in one room on one device. Each method is called when the event
 * happens: an event of the player before it leaves, an answer or a message after it came.
 * Thread-safe.
 */
public final class PlayerHistory {

    /** Refusals after which the log may have a message with the id. */
    private static final Set<String> UNCONFIRMED =
            Set.of("LOG_UNAVAILABLE", "MESSAGE_ID_EXPIRED", "MESSAGE_ID_REUSED");

    private static final int NONE = -1;

    private final String region;
    private final String name;
    private final RoomHistory room;
    private final LongSupplier clock;
    private final Events events = new Events();
    private final Map<Integer, String> codes = new HashMap<>();
    private long reads;

    PlayerHistory(String region, String name, RoomHistory room, LongSupplier clock) {
        this.region = region;
        this.name = name;
        this.room = room;
        this.clock = clock;
    }

    /** A message for everybody in the room leaves, or leaves again. */
    public synchronized void sent(String id) {
        add(EventKind.SENT, room.number(id));
    }

    /** A whisper leaves, or leaves again. */
    public synchronized void whispered(String id, String receiver) {
        add(EventKind.SENT, room.whisper(id, receiver));
    }

    /** An attempt to send the message got its receipt. */
    public synchronized void receipt(String id) {
        add(EventKind.RECEIPT, room.number(id));
    }

    /** An attempt to send the message was refused with this code. */
    public synchronized void refused(String id, String code) {
        codes.put(events.size(), code);
        add(
                UNCONFIRMED.contains(code) ? EventKind.UNCONFIRMED : EventKind.REFUSED,
                room.number(id));
    }

    /** SUBSCRIBE leaves. Without this event, it left when it was answered. */
    public synchronized void joining() {
        add(EventKind.JOINING, NONE);
    }

    /** SUBSCRIBE without a cursor was answered: messages come from now on. */
    public synchronized void joined() {
        add(EventKind.JOINED, NONE);
    }

    /** SUBSCRIBE was answered: the stream continues after the cursor. */
    public synchronized void resumed() {
        add(EventKind.RESUMED, NONE);
    }

    /**
     * The player is told that messages are missing at this place of the stream. It may be the
     * answer to a SUBSCRIBE, and it may be told twice.
     */
    public synchronized void gap() {
        add(EventKind.GAP, NONE);
    }

    /**
     * A message came on the subscription.
     *
     * @param source {@link Source#LIVE} or {@link Source#RESUME}
     */
    public synchronized void read(String id, Source source) {
        reads++;
        add(
                source == Source.RESUME ? EventKind.READ_RESUMED : EventKind.READ_LIVE,
                room.number(id));
    }

    /** The player read a part of the room's history, without a search. The oldest id is first. */
    public synchronized void readHistory(List<String> ids) {
        add(EventKind.HISTORY, NONE);
        ids.forEach(id -> add(EventKind.READ_HISTORY, room.number(id)));
    }

    /** The connection ended, and the player wants to come back. */
    public synchronized void disconnected() {
        add(EventKind.DISCONNECTED, NONE);
    }

    /** The player left the room. */
    public synchronized void left() {
        add(EventKind.LEFT, NONE);
    }

    /** Number of messages that came on the subscription. */
    public synchronized long reads() {
        return reads;
    }

    /** The player's name. */
    public String name() {
        return name;
    }

    String region() {
        return region;
    }

    synchronized Events.View events() {
        return events.view();
    }

    /** The code of a refusal. */
    synchronized String code(int event) {
        return codes.get(event);
    }

    private void add(EventKind kind, int message) {
        events.add(kind, message, clock.getAsLong());
    }
}
