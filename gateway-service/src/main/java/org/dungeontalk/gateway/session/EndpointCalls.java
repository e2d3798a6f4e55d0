package org.dungeontalk.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.jboss.logging.Logger;

/** What both endpoints do. */
@Singleton
public class EndpointCalls {
    private static final Logger LOG = Logger.getLogger(EndpointCalls.class);
    private static final char REPLACEMENT = '\uFFFD';

    private final Clients clients;

    EndpointCalls(Clients clients) {
        this.clients = clients;
    }

    void open(WebSocketConnection connection) {
        clients.opened(connection);
    }

    /**
     * Text that wasn't UTF-8 comes with U+FFFD in place of the bad bytes: it is refused, not passed
     * on changed.
     */
    void text(WebSocketConnection connection, String text) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            clients.failed(connection, CloseCode.NOT_UTF8);
        } else {
            clients.received(connection, text.getBytes(UTF_8));
        }
    }

    void binary(WebSocketConnection connection, Buffer bytes) {
        clients.received(connection, bytes.getBytes());
    }

    void close(WebSocketConnection connection) {
        clients.closed(connection);
    }

    /** A connection that merely broke off is no failure: {@link #close} follows. */
    void error(WebSocketConnection connection, Throwable failure) {
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
        boolean tooLarge =
                failure.getMessage() != null && failure.getMessage().contains("larger than max");
        return tooLarge ? CloseCode.TOO_LARGE : CloseCode.INTERNAL;
    }
}
