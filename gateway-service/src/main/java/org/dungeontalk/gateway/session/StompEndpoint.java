package org.dungeontalk.gateway.session;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;

/**
 * The WebSocket {@code /ws-chat}. Every callback runs on the connection's event loop and completes
 * before it returns: the framework queues messages without a bound behind a callback that doesn't.
 */
@WebSocket(path = "/ws-chat")
public class StompEndpoint {
    private final EndpointCalls calls;

    StompEndpoint(EndpointCalls calls) {
        this.calls = calls;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        calls.open(connection);
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection connection) {
        calls.text(connection, text);
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection connection) {
        calls.binary(connection, bytes);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        calls.close(connection);
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection connection) {
        calls.error(connection, failure);
    }
}
