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
    private final PresenceWriter writer;
    private final LongAdder heals = new LongAdder();
    private final PresenceNotifier notifier;

    /**
     * @param own this gateway's id in the topic
     */
    PresenceState(
            String own,
            LocalMembers here,
            PresenceWriter.Topic topic,
            PresenceNotifier.NoticeSender noticeSender,
            PresenceSettings settings) {
        this.own = own;
        this.here = here;
        this.roomCapacity = settings.roomCapacity();
        this.gateways = new GatewayLiveness(own);
        this.writer = new PresenceWriter(own, here, directory, topic);
        this.notifier = new PresenceNotifier(here, this::view, noticeSender, settings);
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
        writer.reset();
        here.rooms().forEach(room -> notifier.touch(room, false));
    }

    /** Applies one record. */
    void read(PresenceRecord record) {
        if (record instanceof PresenceRecord.HeartBeat beat) {
            read(beat);
        } else if (record instanceof PresenceRecord.Joined joined) {
            directory.put(joined.membership(), shared(joined));
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
            writer.changed(room);
            notifier.touch(room, true);
        }
        writer.round(now);
        notifier.sendDue(now, time);
    }

    /** Writes a heart-beat of this gateway. */
    void beat() {
        writer.write(own, PresenceRecordCodec.heartBeat(here.size()));
    }

    /** Whether the topic holds all changes. */
    boolean allWritten() {
        return writer.idle();
    }

    /** Deletes this gateway's heart-beat, once all its memberships are removed. */
    void deleteHeartBeat() {
        writer.write(own, null);
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
        writer.read(beat.gateway());
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

    /** The member itself if it is here and the record says nothing else. */
    private PresentMember shared(PresenceRecord.Joined joined) {
        Membership membership = joined.membership();
        return membership.gateway().equals(own)
                ? here.member(membership.room(), membership.memberId())
                        .filter(joined.member()::equals)
                        .orElse(joined.member())
                : joined.member();
    }

    private void changed(Membership membership) {
        writer.read(PresenceRecordCodec.key(membership));
        if (membership.gateway().equals(own)) {
            writer.changed(membership.room());
        } else {
            notifier.touch(membership.room(), false);
        }
    }

    /** Counts only what the gateway itself writes: another one may delete its memberships. */
    private void heard(String gateway) {
        if (!gateway.equals(own) && gateways.heard(gateway)) {
            touchRoomsOf(gateway);
        }
    }

    private void touchRoomsOf(String gateway) {
        directory.of(gateway).forEach(membership -> notifier.touch(membership.room(), false));
    }

    /** Deletes its memberships; once the topic holds none, its heart-beat too. */
    private void remove(String gateway) {
        List<Membership> memberships = directory.of(gateway);
        memberships.forEach(writer::remove);
        if (memberships.isEmpty()) {
            writer.write(gateway, null);
        }
    }
}
