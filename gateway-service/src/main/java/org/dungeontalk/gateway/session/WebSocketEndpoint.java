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
 * A WebSocket that carries STOMP; each path is a class of its own. Every callback runs on the
 * connection's event loop and completes before it returns: the framework queues messages without a
 * bound behind a callback that doesn't.
 */
public abstract class WebSocketEndpoint {
    private static final Logger LOG = Logger.getLogger(WebSocketEndpoint.class);
    private static final UserData.TypedKey<Connection> CONNECTION =
            new UserData.TypedKey<>("connection");
    private static final char REPLACEMENT = '\uFFFD';

    private final Connections connections;
    private final Framing framing;

    /**
     * @param framing how STOMP travels in the WebSocket's messages
     */
    protected WebSocketEndpoint(Connections connections, Framing framing) {
        this.connections = connections;
        this.framing = framing;
    }

    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection socket) {
        socket.userData().put(CONNECTION, connections.open(socket, framing));
    }

    /**
     * Only a text that came before the connection's messages were looked at. Once U+FFFD is in it,
     * nothing tells whether it was UTF-8: it is refused, not passed on changed.
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

    /** The bytes of a binary message, or of a text. */
    @OnBinaryMessage
    @NonBlocking
    public void binary(Buffer bytes, WebSocketConnection socket) {
        Connection connection = connection(socket);
        if (connection != null) {
            connection.received(bytes.getBytes());
        }
    }

    /** The WebSocket is closed. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection socket) {
        Connection connection = connection(socket);
        if (connection != null) {
            connections.remove(connection);
        }
    }

    /** Closes a connection that failed. If it merely broke off, {@link #close} follows. */
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
                    .with(ok -> {}, gone -> LOG.debugf("Session %s is gone", socket.id()));
        }
    }

    /** The connection of that WebSocket; {@code null} if it could not be opened. */
    private static Connection connection(WebSocketConnection socket) {
        return socket.userData().get(CONNECTION);
    }
}
