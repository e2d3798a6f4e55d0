package org.dungeontalk.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.gateway.delivery.CatchUp;
import org.dungeontalk.gateway.delivery.CatchUpQueue;
import org.dungeontalk.gateway.delivery.Member;
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
    private RoomKey room;
    private final Connection connection;
    private final String playerId;
    private Head head;
    private final String after;
    private final boolean wantsNotices;
    private final CatchUpQueue turns;
    private List<Runnable> unanswered = new ArrayList<>(1);
    private long liveFrom = Long.MAX_VALUE;
    private Cursor start;
    private String lost;
    private boolean left;
    private boolean delivered;
    private boolean noticed;

    /**
     * @param turns the catch-up queue of the connection; {@code null} without a cursor
     * @param after the cursor to resume from; {@code null}: only messages from now on
     * @param wantsNotices whether the client wants the room's presence
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
    public void share(Member other) {
        if (other instanceof Subscription like) {
            head = like.head;
            room = like.room;
        }
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

    /** Ends the membership: nothing more is delivered, even from a catch-up. */
    void leave() {
        left = true;
    }

    /**
     * Runs the answer once the position is known, possibly at once.
     *
     * @return false if {@code most} answers already wait
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
     * The position is known. Answers every waiting SUBSCRIBE. Notices may follow from now on; a
     * notice must never be the first frame.
     *
     * @param from the member gets all messages of the room after this cursor
     * @param reason why the stream could not resume; {@code null} if it did, or was not asked to
     */
    void settled(Cursor from, String reason) {
        start = from;
        lost = reason;
        List<Runnable> answers = unanswered;
        unanswered = List.of();
        answers.forEach(Runnable::run);
        if (reason != null) {
            connection.send(ServerFrame.notResumed(head.text(), position(false)));
        }
    }

    /**
     * The position to answer a SUBSCRIBE with, once it is known; empty if the stream began after
     * the cursor wanted.
     *
     * @param wanted the cursor as received; {@code null}: from now on
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

    /** Omits the cursor once a message was delivered: the client has a newer one. */
    private StreamPosition position(Boolean resumed) {
        return new StreamPosition(
                delivered ? null : start.toString(),
                resumed,
                Boolean.FALSE.equals(resumed) ? lost : null);
    }

    @Override
    public Notice.Part noticePart() {
        if (left || start == null || !wantsNotices) {
            return Notice.Part.NONE;
        }
        return noticed ? Notice.Part.CHANGE : Notice.Part.SNAPSHOT;
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
