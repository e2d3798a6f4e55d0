package org.dungeontalk.gateway.session;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import org.dungeontalk.gateway.wire.Framing;

/** The WebSocket {@code /ws-chat}. */
@WebSocket(path = "/ws-chat", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class StompEndpoint extends WebSocketEndpoint {

    StompEndpoint(Connections connections) {
        super(connections, Framing.PLAIN);
    }
}
