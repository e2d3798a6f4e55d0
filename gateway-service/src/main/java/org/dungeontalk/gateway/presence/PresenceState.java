package org.dungeontalk.gateway.presence;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.config.PresenceSettings;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Combines the members on this gateway with those of the others, and applies each record of the
 * presence topic.
 *
 * <p>Any thread may call {@link #view}; one thread calls everything else.
 */
final class PresenceState {
    private final String own;
    private final LocalMembers here;
    private final int roomCapacity;
    private final AllMembers directory = new AllMembers();
    private final GatewayLiveness gateways;
    private final PresenceWriter announcer;
    private final LongAdder heals = new LongAdder();
    private final PresenceNotifier feed;

    /**
     * @param own this gateway's id in the topic
     */
    PresenceState(
            String own,
            LocalMembers here,
            PresenceWriter.Topic topic,
            PresenceNotifier.Board board,
            PresenceSettings settings) {
        this.own = own;
        this.here = here;
        this.roomCapacity = settings.roomCapacity();
        this.gateways = new GatewayLiveness(own);
        this.announcer = new PresenceWriter(own, here, directory, topic);
        this.feed = new PresenceNotifier(here, this::view, board, settings);
    }

    /** The room's members now, over all gateways. */
    RoomMembers view(RoomKey room) {
        RoomMembers.Builder view = new RoomMembers.Builder();
        here.members(room).forEach(view::add);
        directory
                .room(room)
                .forEach(
                        (membership, member) -> {
                            if (!membership.gateway().equals(own)
                                    && !gateways.silent(membership.gateway())) {
                                view.add(member);
                            }
                        });
        return view.build(roomCapacity);
    }

    /** The topic is about to be read from its beginning again. */
    void reset() {
        directory.clear();
        gateways.clear();
        announcer.reset();
        here.rooms().forEach(room -> feed.touch(room, false));
    }

    /** Applies one record. */
    void read(PresenceRecord record) {
        if (record instanceof PresenceRecord.HeartBeat beat) {
            read(beat);
        } else if (record instanceof PresenceRecord.Joined joined) {
            directory.put(joined.membership(), joined.member());
            changed(joined.membership());
            heard(joined.membership().gateway());
        } else if (record instanceof PresenceRecord.Left left) {
            directory.remove(left.membership());
            changed(left.membership());
        }
    }

    /** Writes changes to the topic and tells the members. */
    void tick(long now, Instant time) throws InterruptedException {
        here.expire(now);
        for (RoomKey room : here.takeTouched()) {
            announcer.changed(room);
            feed.touch(room, true);
        }
        announcer.round(now);
        feed.tell(now, time);
    }

    /** Writes a heart-beat of this gateway. */
    void beat() {
        announcer.write(own, PresenceRecordCodec.heartBeat(here.size()));
    }

    /** Whether the topic holds all changes. */
    boolean told() {
        return announcer.idle();
    }

    /** Deletes this gateway's heart-beat, once all its memberships are removed. */
    void goodbye() {
        announcer.write(own, null);
    }

    AllMembers directory() {
        return directory;
    }

    int gatewaysAlive() {
        return gateways.alive();
    }

    /** How often a gateway was considered dead and its members were removed. */
    long heals() {
        return heals.sum();
    }

    private void read(PresenceRecord.HeartBeat beat) {
        announcer.read(beat.gateway());
        if (!beat.gone()) {
            heard(beat.gateway());
        } else if (directory.of(beat.gateway()).isEmpty()) {
            gateways.forget(beat.gateway());
        }
        if (beat.gateway().equals(own) && !beat.gone()) {
            for (String fallen : gateways.ownBeat()) {
                heals.increment();
                touchRoomsOf(fallen);
            }
            gateways.toRemove().forEach(this::remove);
        }
    }

    private void changed(Membership membership) {
        announcer.read(PresenceRecordCodec.key(membership));
        if (membership.gateway().equals(own)) {
            announcer.changed(membership.room());
        } else {
            feed.touch(membership.room(), false);
        }
    }

    /** Counts only what the gateway itself writes: another one may delete its memberships. */
    private void heard(String gateway) {
        if (!gateway.equals(own) && gateways.heard(gateway)) {
            touchRoomsOf(gateway);
        }
    }

    private void touchRoomsOf(String gateway) {
        directory.of(gateway).forEach(membership -> feed.touch(membership.room(), false));
    }

    /** Deletes its memberships; once the topic holds none, its heart-beat too. */
    private void remove(String gateway) {
        List<Membership> memberships = directory.of(gateway);
        memberships.forEach(announcer::remove);
        if (memberships.isEmpty()) {
            announcer.write(gateway, null);
        }
    }
}
