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
public abstract class Endpoint {
    private static final Logger LOG = Logger.getLogger(Endpoint.class);
    private static final UserData.TypedKey<Client> CLIENT = new UserData.TypedKey<>("client");
    private static final char REPLACEMENT = '\uFFFD';

    private final Clients clients;
    private final Framing framing;

    /**
     * @param framing how STOMP travels in the WebSocket's messages
     */
    protected Endpoint(Clients clients, Framing framing) {
        this.clients = clients;
        this.framing = framing;
    }

    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection connection) {
        connection.userData().put(CLIENT, clients.open(connection, framing));
    }

    /**
     * Only a text that came before the connection's messages were looked at. Once U+FFFD is in it,
     * nothing tells whether it was UTF-8: it is refused, not passed on changed.
     */
    @OnTextMessage
    @NonBlocking
    public void text(String text, WebSocketConnection connection) {
        Client client = client(connection);
        if (client == null) {
            return;
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            client.close(CloseCode.NOT_UTF8);
        } else {
            client.received(text.getBytes(UTF_8));
        }
    }

    /** The bytes of a binary message, or of a text. */
    @OnBinaryMessage
    @NonBlocking
    public void binary(Buffer bytes, WebSocketConnection connection) {
        Client client = client(connection);
        if (client != null) {
            client.received(bytes.getBytes());
        }
    }

    /** The WebSocket is closed. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection connection) {
        Client client = client(connection);
        if (client != null) {
            clients.remove(client);
        }
    }

    /** Closes a connection that failed. If it merely broke off, {@link #close} follows. */
    @OnError
    @NonBlocking
    public void error(Throwable failure, WebSocketConnection connection) {
        WebSocketFailures.closeCode(failure).ifPresent(code -> fail(connection, code, failure));
    }

    private static void fail(WebSocketConnection connection, CloseCode code, Throwable failure) {
        if (code == CloseCode.INTERNAL) {
            LOG.errorf(failure, "Session %s failed", connection.id());
        } else {
            LOG.debugf("Session %s: %s", connection.id(), failure.getMessage());
        }
        Client client = client(connection);
        if (client != null) {
            client.close(code);
        } else {
            connection
                    .close(new CloseReason(code.code(), code.reason()))
                    .subscribe()
                    .with(ok -> {}, gone -> LOG.debugf("Session %s is gone", connection.id()));
        }
    }

    /** The connection's client; {@code null} if it could not be opened. */
    private static Client client(WebSocketConnection connection) {
        return connection.userData().get(CLIENT);
    }
}
