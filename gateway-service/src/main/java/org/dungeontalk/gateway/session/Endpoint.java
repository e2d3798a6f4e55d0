package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.Framing;
import org.jboss.logging.Logger;

/**
 * A WebSocket that carries STOMP; each path is a class of its own. Every callback runs on the
 * connection's event loop and completes before it returns: the framework queues messages without a
 * bound behind a callback that doesn't.
 */
public abstract class Endpoint {
    private static final Logger LOG = Logger.getLogger(Endpoint.class);
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
        clients.opened(connection, framing);
    }

    /**
     * Only a text that came before the connection's messages were looked at. Whether it was UTF-8
     * can't be told any more once U+FFFD is in it: it is refused, not passed on changed.
     */
    @OnTextMessage
    @NonBlocking
    public void text(String text, WebSocketConnection connection) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            clients.failed(connection, CloseCode.NOT_UTF8);
        } else {
            clients.received(connection, text.getBytes(UTF_8));
        }
    }

    /** The bytes of a binary message, or of a text. */
    @OnBinaryMessage
    @NonBlocking
    public void binary(Buffer bytes, WebSocketConnection connection) {
        clients.received(connection, bytes.getBytes());
    }

    /** The WebSocket is no more. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection connection) {
        clients.closed(connection);
    }

    /** A connection that merely broke off is no failure: {@link #close} follows. */
    @OnError
    @NonBlocking
    public void error(Throwable failure, WebSocketConnection connection) {
        if (failure instanceof HttpClosedException || failure instanceof ClosedChannelException) {
            return;
        }
        CloseCode code = code(failure);
        if (code == CloseCode.INTERNAL) {
            LOG.errorf(failure, "Session %s failed", connection.id());
        } else {
            LOG.debugf("Session %s: %s", connection.id(), failure.getMessage());
        }
        clients.failed(connection, code);
    }

    private static CloseCode code(Throwable failure) {
        if (failure instanceof TooLongFrameException) {
            return CloseCode.TOO_LARGE;
        }
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            return corrupted.closeStatus() == WebSocketCloseStatus.MESSAGE_TOO_BIG
                    ? CloseCode.TOO_LARGE
                    : CloseCode.PROTOCOL_ERROR;
        }
        if (failure instanceof CorruptedFrameException || failure instanceof IOException) {
            return CloseCode.PROTOCOL_ERROR;
        }
        return tooLarge(failure.getMessage()) ? CloseCode.TOO_LARGE : CloseCode.INTERNAL;
    }

    /** The framework says so in words only. */
    private static boolean tooLarge(String message) {
        return message != null
                && (message.contains("larger than max") || message.contains("max message size"));
    }
}
