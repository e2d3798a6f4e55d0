package org.dungeontalk.gateway.session;

import io.quarkus.websockets.next.WebSocket;
import org.dungeontalk.gateway.wire.Framing;

/** The same at {@code /ws-chat/websocket}, where clients of Spring with SockJS look for it. */
@WebSocket(path = "/ws-chat/websocket")
public class RawStompEndpoint extends WebSocketEndpoint {

    RawStompEndpoint(Connections connections) {
        super(connections, Framing.PLAIN);
    }
}
