package org.dungeontalk.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.gateway.delivery.CatchUp;
import org.dungeontalk.gateway.delivery.CatchUpQueue;
import org.dungeontalk.gateway.delivery.Notice;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.stomp.StreamPosition;
import org.dungeontalk.gateway.wire.TextMessage;

/** One SUBSCRIBE to a room. Confined to its connection's event loop. */
final class Subscription implements CatchUp.Target {
    private final RoomKey room;
    private final Connection connection;
    private final String playerId;
    private final Head head;
    private final String after;
    private final boolean wantsNotices;
    private final CatchUpQueue turns;
    private final List<Runnable> unanswered = new ArrayList<>(1);
    private long liveFrom = Long.MAX_VALUE;
    private Cursor start;
    private String lost;
    private boolean left;
    private boolean delivered;
    private boolean noticed;

    /**
     * @param turns the connection's catch-ups
     * @param after where the client wants to go on; {@code null}: from now on
     * @param wantsNotices whether the client is told who is in the room
     */
    Subscription(
            RoomKey room,
            String id,
            String playerId,
            StompVersion version,
            Connection connection,
            CatchUpQueue turns,
            String after,
            boolean wantsNotices) {
        this.room = room;
        this.connection = connection;
        this.playerId = playerId;
        this.turns = turns;
        this.after = after;
        this.wantsNotices = wantsNotices;
        this.head = new Head(ServerFrame.messageHead(version, id, room.destination()));
    }

    RoomKey room() {
        return room;
    }

    @Override
    public String playerId() {
        return playerId;
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public long liveFrom() {
        return liveFrom;
    }

    @Override
    public void live(long from) {
        liveFrom = from;
    }

    @Override
    public void whenTaken(Runnable task) {
        connection.whenTaken(
                () -> {
                    if (!left) {
                        task.run();
                    }
                });
    }

    @Override
    public CatchUpQueue turns() {
        return turns;
    }

    @Override
    public boolean left() {
        return left;
    }

    /** The member goes: nothing is delivered any more, not even what is being caught up. */
    void leave() {
        left = true;
    }

    /**
     * Runs the answer once the position is fixed; at once if it is.
     *
     * @return false if {@code most} wait for that already
     */
    boolean whenSettled(int most, Runnable answer) {
        if (start != null) {
            answer.run();
        } else if (unanswered.size() < most) {
            unanswered.add(answer);
        } else {
            return false;
        }
        return true;
    }

    /**
     * The position is fixed: every SUBSCRIBE is answered, and from then on notices may come, which
     * must never be the first frame of all.
     *
     * @param from everything of the room's after it comes
     * @param reason why that isn't what the client asked for; {@code null} if it is
     */
    void settled(Cursor from, String reason) {
        start = from;
        lost = reason;
        unanswered.forEach(Runnable::run);
        unanswered.clear();
        if (reason != null) {
            connection.send(ServerFrame.notResumed(head.text(), position(false)));
        }
    }

    /**
     * What a SUBSCRIBE is told that wants to go on there, once the position is fixed; empty if this
     * stream began later.
     *
     * @param wanted the cursor as it came; {@code null}: from now on
     */
    Optional<StreamPosition> position(String wanted) {
        if (wanted == null) {
            return Optional.of(position((Boolean) null));
        }
        if (wanted.equals(after)) {
            return Optional.of(position(lost == null));
        }
        return Cursor.parse(wanted).filter(it -> !it.before(start)).map(it -> position(true));
    }

    /** Who got a message has a newer cursor than where the stream began. */
    private StreamPosition position(Boolean resumed) {
        return new StreamPosition(
                delivered ? null : start.toString(),
                resumed,
                Boolean.FALSE.equals(resumed) ? lost : null);
    }

    @Override
    public Notice.Wish wish() {
        if (left || start == null || !wantsNotices) {
            return Notice.Wish.NONE;
        }
        return noticed ? Notice.Wish.CHANGE : Notice.Wish.SNAPSHOT;
    }

    @Override
    public void notice(TextMessage message) {
        noticed = true;
        connection.notice(message);
    }

    @Override
    public void deliver(TextMessage message, int count) {
        if (!left) {
            delivered = true;
            connection.deliver(message, count);
        }
    }

    @Override
    public void resume() {
        connection.close(CloseCode.LOG_GAP);
    }
}
