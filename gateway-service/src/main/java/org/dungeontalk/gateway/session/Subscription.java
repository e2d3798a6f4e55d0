package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.room.CatchUp;
import org.dungeontalk.gateway.room.Notice;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.wire.TextMessage;

/** One SUBSCRIBE to a room. Confined to its connection's event loop. */
final class Subscription implements CatchUp.Target {
    private final RoomKey room;
    private final Client client;
    private final String playerId;
    private final Head head;
    private long liveFrom = Long.MAX_VALUE;
    private boolean left;
    private boolean settled;
    private boolean noticed;
    private final boolean wantsNotices;

    /**
     * @param wantsNotices whether the client is told who is in the room
     */
    Subscription(
            RoomKey room,
            String id,
            String playerId,
            StompVersion version,
            Client client,
            boolean wantsNotices) {
        this.room = room;
        this.client = client;
        this.playerId = playerId;
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
        client.whenTaken(
                () -> {
                    if (!left) {
                        task.run();
                    }
                });
    }

    @Override
    public boolean left() {
        return left;
    }

    /** The member goes: nothing is delivered any more, not even what is being caught up. */
    void leave() {
        left = true;
    }

    /** The SUBSCRIBE is answered: notices may come, which must never be the first frame of all. */
    void settled() {
        settled = true;
    }

    @Override
    public Notice.Wish wish() {
        if (left || !settled || !wantsNotices) {
            return Notice.Wish.NONE;
        }
        return noticed ? Notice.Wish.CHANGE : Notice.Wish.SNAPSHOT;
    }

    @Override
    public void notice(TextMessage message) {
        noticed = true;
        client.notice(message);
    }

    /** Tells the client that its stream does not go on where it left it. */
    void notResumed(String reason) {
        client.send(ServerFrame.notResumed(head.text(), reason));
    }

    @Override
    public void deliver(TextMessage message, int count) {
        if (!left) {
            client.deliver(message, count);
        }
    }

    @Override
    public void resume() {
        client.close(CloseCode.LOG_GAP);
    }
}
