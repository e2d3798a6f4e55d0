package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.WebSocketFailures;
import org.jboss.logging.Logger;

/**
 * A WebSocket that carries STOMP; each path has a subclass. Every callback runs on the connection's
 * event loop and completes before it returns, so callbacks follow each other in order even though
 * the framework may run them concurrently: its other mode has a queue without a bound, of 1.2 KB
 * for each connection.
 */
public abstract class WebSocketEndpoint {
    private static final Logger LOG = Logger.getLogger(WebSocketEndpoint.class);
    private static final UserData.TypedKey<Connection> CONNECTION =
            new UserData.TypedKey<>("connection");
    private static final char REPLACEMENT = '\uFFFD';

    private final Connections connections;
    private final Framing framing;

    /**
     * @param framing how STOMP travels in WebSocket messages
     */
    protected WebSocketEndpoint(Connections connections, Framing framing) {
        this.connections = connections;
        this.framing = framing;
    }

    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection socket) {
        connections
                .open(socket, framing)
                .ifPresent(connection -> socket.userData().put(CONNECTION, connection));
    }

    /**
     * Receives only text that came before {@link Connection} read this client's messages. U+FFFD in
     * it may stand for malformed UTF-8, so such text is refused, never passed on changed.
     */
    @OnTextMessage
    @NonBlocking
    public void text(String text, WebSocketConnection socket) {
        Connection connection = connection(socket);
        if (connection == null) {
            return;
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            connection.close(CloseCode.NOT_UTF8);
        } else {
            connection.received(text.getBytes(UTF_8));
        }
    }

    /** Receives the bytes of a binary or text message. */
    @OnBinaryMessage
    @NonBlocking
    public void binary(Buffer bytes, WebSocketConnection socket) {
        Connection connection = connection(socket);
        if (connection != null) {
            connection.received(bytes.getBytes());
        }
    }

    /** The WebSocket has closed. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection socket) {
        Connection connection = connection(socket);
        if (connection != null) {
            connections.remove(connection);
        }
    }

    /** Closes a connection that failed. If it was simply lost, {@link #close} follows. */
    @OnError
    @NonBlocking
    public void error(Throwable failure, WebSocketConnection socket) {
        WebSocketFailures.closeCode(failure).ifPresent(code -> fail(socket, code, failure));
    }

    private static void fail(WebSocketConnection socket, CloseCode code, Throwable failure) {
        if (code == CloseCode.INTERNAL) {
            LOG.errorf(failure, "Session %s failed", socket.id());
        } else {
            LOG.debugf("Session %s: %s", socket.id(), failure.getMessage());
        }
        Connection connection = connection(socket);
        if (connection != null) {
            connection.close(code);
        } else {
            socket.close(new CloseReason(code.code(), code.reason()))
                    .subscribe()
                    .with(ok -> {}, gone -> LOG.debugf("Session %s has ended", socket.id()));
        }
    }

    /** The WebSocket's connection; {@code null} if it was not or could not be opened. */
    private static Connection connection(WebSocketConnection socket) {
        return socket.userData().get(CONNECTION);
    }
}
