package org.dungeontalk.gateway.sockjs;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import org.dungeontalk.gateway.session.Connections;
import org.dungeontalk.gateway.session.WebSocketEndpoint;

/**
 * The WebSocket transport of SockJS. The client invents the server and session ids; the gateway
 * ignores them, because each WebSocket is its own session.
 */
@WebSocket(
        path = "/ws-chat/{server}/{session}/websocket",
        inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class SockJsEndpoint extends WebSocketEndpoint {

    SockJsEndpoint(Connections connections) {
        super(connections, SockJsFraming.INSTANCE);
    }
}
