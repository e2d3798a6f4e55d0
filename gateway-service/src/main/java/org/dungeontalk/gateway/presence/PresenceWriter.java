package org.dungeontalk.gateway.presence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Writes the differences between the members on this gateway and the topic. A player who joined and
 * left between two rounds leaves no record. A round starts only once every record of the previous
 * one has come back from the topic, has failed, or was given up after a minute, so at most {@link
 * #ROUND} of them wait. The topic is the truth: a record that another process deleted is written
 * again.
 *
 * <p>Confined to one thread; writes complete on any thread.
 */
final class PresenceWriter {
    /** The most records of one round. */
    static final int ROUND = 5_000;

    private static final long PAUSE_MS = 1_000;

    /** Longer than a write may take: a record not read back by then never will be. */
    private static final long PATIENCE_MS = 60_000;

    /** Writes to the presence topic. */
    interface Topic {
        /**
         * @param value {@code null} deletes the key
         * @return completes when the record is written, within a time limit; never blocks
         */
        CompletionStage<Void> write(String key, byte[] value);
    }

    private final String own;
    private final LocalMembers here;
    private final AllMembers directory;
    private final Topic topic;
    private final Set<RoomKey> changed = new LinkedHashSet<>();
    private final Set<Membership> dead = new LinkedHashSet<>();
    private final Set<String> outstanding = new HashSet<>();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private long notBefore = Long.MIN_VALUE;
    private long begun;

    PresenceWriter(String own, LocalMembers here, AllMembers directory, Topic topic) {
        this.own = own;
        this.here = here;
        this.directory = directory;
        this.topic = topic;
    }

    /** The room's members here changed, or one of its records was deleted from the topic. */
    void changed(RoomKey room) {
        changed.add(room);
    }

    /** Deletes the membership of a dead gateway in the next round. */
    void remove(Membership membership) {
        dead.add(membership);
    }

    /** A record with the key was read. */
    void read(String key) {
        outstanding.remove(key);
    }

    /** The topic is about to be read from its beginning again. */
    void reset() {
        outstanding.clear();
        dead.clear();
        changed.addAll(here.rooms());
    }

    /** Whether all changes are written and read back. */
    boolean idle() {
        return outstanding.isEmpty() && changed.isEmpty() && dead.isEmpty();
    }

    /** Writes a record, unless the last one with this key is still in flight. */
    void write(String key, byte[] value) {
        if (outstanding.add(key)) {
            topic.write(key, value)
                    .whenComplete(
                            (done, failure) -> {
                                if (failure != null) {
                                    failed.add(key);
                                }
                            });
        }
    }

    /**
     * Starts a round if the previous one has ended.
     *
     * @param now milliseconds of a monotonic clock
     */
    void round(long now) {
        for (String key = failed.poll(); key != null; key = failed.poll()) {
            outstanding.remove(key);
            notBefore = now + PAUSE_MS;
        }
        if (now - begun > PATIENCE_MS) {
            outstanding.clear();
        }
        if (!outstanding.isEmpty() || now < notBefore) {
            return;
        }
        begun = now;
        for (Iterator<RoomKey> rooms = changed.iterator(); rooms.hasNext() && !full(); ) {
            if (announced(rooms.next())) {
                rooms.remove();
            }
        }
        for (Iterator<Membership> memberships = dead.iterator();
                memberships.hasNext() && !full(); ) {
            Membership membership = memberships.next();
            if (directory.room(membership.room()).containsKey(membership)) {
                write(PresenceRecordCodec.key(membership), null);
            }
            memberships.remove();
        }
    }

    private boolean full() {
        return outstanding.size() >= ROUND;
    }

    /** Writes the differences of a room; true if there were none. */
    private boolean announced(RoomKey room) {
        int before = outstanding.size();
        Map<String, PresentMember> told = new HashMap<>();
        directory
                .room(room)
                .forEach(
                        (membership, member) -> {
                            if (membership.gateway().equals(own)) {
                                told.put(member.id(), member);
                            }
                        });
        for (PresentMember member : here.members(room)) {
            if (!member.equals(told.remove(member.id()))) {
                write(key(room, member.id()), PresenceRecordCodec.value(member));
            }
        }
        told.keySet().forEach(id -> write(key(room, id), null));
        return outstanding.size() == before;
    }

    private String key(RoomKey room, String memberId) {
        return PresenceRecordCodec.key(new Membership(own, room, memberId));
    }
}
