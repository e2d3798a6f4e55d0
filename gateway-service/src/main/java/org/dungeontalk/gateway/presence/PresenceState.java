package org.dungeontalk.gateway.presence;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.config.PresenceSettings;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * Who is where, on this gateway and on the others, and what follows from each record of the topic.
 *
 * <p>{@link #view} may be asked on any thread; everything else is called by one.
 */
final class PresenceState {
    private final String own;
    private final Attendance here;
    private final int roomCapacity;
    private final Directory directory = new Directory();
    private final Gateways gateways;
    private final Announcer announcer;
    private final LongAdder heals = new LongAdder();
    private final Feed feed;

    /**
     * @param own this gateway's id in the topic
     */
    PresenceState(
            String own,
            Attendance here,
            Announcer.Topic topic,
            Feed.Board board,
            PresenceSettings settings) {
        this.own = own;
        this.here = here;
        this.roomCapacity = settings.roomCapacity();
        this.gateways = new Gateways(own);
        this.announcer = new Announcer(own, here, directory, topic);
        this.feed = new Feed(here, this::view, board, settings);
    }

    /** Who is in the room now, on all gateways. */
    RoomView view(RoomKey room) {
        RoomView.Builder view = new RoomView.Builder();
        here.members(room).forEach(view::add);
        directory
                .room(room)
                .forEach(
                        (seat, member) -> {
                            if (!seat.gateway().equals(own) && !gateways.silent(seat.gateway())) {
                                view.add(member);
                            }
                        });
        return view.build(roomCapacity);
    }

    /** The topic is read anew from its beginning. */
    void reset() {
        directory.clear();
        gateways.clear();
        announcer.reset();
        here.rooms().forEach(room -> feed.touch(room, false));
    }

    /** Takes in one record. */
    void read(PresenceRecord record) {
        if (record instanceof PresenceRecord.HeartBeat beat) {
            read(beat);
        } else if (record instanceof PresenceRecord.Taken taken) {
            directory.put(taken.seat(), taken.member());
            changed(taken.seat());
            heard(taken.seat().gateway());
        } else if (record instanceof PresenceRecord.Left left) {
            directory.remove(left.seat());
            changed(left.seat());
        }
    }

    /** Tells the topic and the members what is due. */
    void tick(long now, Instant time) throws InterruptedException {
        here.expire(now);
        for (RoomKey room : here.takeTouched()) {
            announcer.changed(room);
            feed.touch(room, true);
        }
        announcer.round(now);
        feed.tell(now, time);
    }

    /** Says that this gateway lives. */
    void beat() {
        announcer.write(own, RecordCodec.heartBeat(here.size()));
    }

    /** Whether the topic knows everything. */
    boolean told() {
        return announcer.idle();
    }

    /** Says that this gateway is going, once all seats are given back. */
    void farewell() {
        announcer.write(own, null);
    }

    Directory directory() {
        return directory;
    }

    int gatewaysAlive() {
        return gateways.alive();
    }

    /** How often the members of a gateway that was taken for dead were let go. */
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
            gateways.toBury().forEach(this::bury);
        }
    }

    private void changed(Seat seat) {
        announcer.read(RecordCodec.key(seat));
        if (seat.gateway().equals(own)) {
            announcer.changed(seat.room());
        } else {
            feed.touch(seat.room(), false);
        }
    }

    /** Only what a gateway itself writes counts: a seat may be deleted by another one. */
    private void heard(String gateway) {
        if (!gateway.equals(own) && gateways.heard(gateway)) {
            touchRoomsOf(gateway);
        }
    }

    private void touchRoomsOf(String gateway) {
        directory.of(gateway).forEach(seat -> feed.touch(seat.room(), false));
    }

    /** First the seats; when none is left in the topic, the gateway itself. */
    private void bury(String gateway) {
        List<Seat> seats = directory.of(gateway);
        seats.forEach(announcer::bury);
        if (seats.isEmpty()) {
            announcer.write(gateway, null);
        }
    }
}
