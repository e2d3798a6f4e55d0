package org.dungeontalk.gateway.sockjs;

import io.quarkus.websockets.next.WebSocket;
import org.dungeontalk.gateway.session.Connections;
import org.dungeontalk.gateway.session.WebSocketEndpoint;

/**
 * SockJS's WebSocket transport. The server and session ids are the client's own invention and mean
 * nothing here: a WebSocket is its own session.
 */
@WebSocket(path = "/ws-chat/{server}/{session}/websocket")
public class SockJsEndpoint extends WebSocketEndpoint {

    SockJsEndpoint(Connections connections) {
        super(connections, SockJsFraming.INSTANCE);
    }
}
