package org.dungeontalk.gateway.wire;

import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.dungeontalk.gateway.stomp.CloseCode;

/** Maps failures of the framework to close codes. */
public final class WebSocketFailures {

    private WebSocketFailures() {}

    /**
     * The close code for the failure: {@link CloseCode#INTERNAL} if it is unknown, empty if the
     * connection was simply lost.
     */
    public static Optional<CloseCode> closeCode(Throwable failure) {
        if (failure instanceof HttpClosedException || failure instanceof ClosedChannelException) {
            return Optional.empty();
        }
        return Optional.of(code(failure));
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

    /** The framework reports this case only by its text, not by an exception type. */
    private static boolean tooLarge(String message) {
        return message != null
                && (message.contains("larger than max") || message.contains("max message size"));
    }
}
