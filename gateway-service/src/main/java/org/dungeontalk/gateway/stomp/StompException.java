package org.dungeontalk.gateway.stomp;

/**
 * The peer broke the protocol. The session answers with an ERROR frame that carries the message,
 * and closes.
 *
 * <p>The message names what is wrong and never repeats what the peer sent, so it is safe to log.
 */
public final class StompException extends RuntimeException {

    public StompException(String message) {
        super(message, null, false, false);
    }
}
