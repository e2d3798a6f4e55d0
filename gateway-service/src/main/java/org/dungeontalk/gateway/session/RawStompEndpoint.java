package org.dungeontalk.gateway.session;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import org.dungeontalk.gateway.wire.Framing;

/** The WebSocket {@code /ws-chat/websocket}, the path that Spring's clients use with SockJS. */
@WebSocket(path = "/ws-chat/websocket", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class RawStompEndpoint extends WebSocketEndpoint {

    RawStompEndpoint(Connections connections) {
        super(connections, Framing.PLAIN);
    }
}
