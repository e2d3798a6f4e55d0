package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.room.Member;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.wire.TextMessage;

/** One SUBSCRIBE to a room. Confined to its connection's event loop. */
final class Subscription implements Member {
    private final RoomKey room;
    private final Client client;
    private final String playerId;
    private final Head head;

    Subscription(RoomKey room, String id, String playerId, StompVersion version, Client client) {
        this.room = room;
        this.client = client;
        this.playerId = playerId;
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
    public void deliver(TextMessage message, int count) {
        client.deliver(message, count);
    }

    @Override
    public void resume() {
        client.close(CloseCode.LOG_GAP);
    }
}
