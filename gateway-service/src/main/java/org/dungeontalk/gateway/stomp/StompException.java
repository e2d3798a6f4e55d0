package org.dungeontalk.gateway.stomp;

/**
 * The client broke the protocol. The session answers with an ERROR frame that has this message, and
 * closes.
 *
 * <p>The message names the error and never repeats what the client sent, so it is safe to log.
 */
public final class StompException extends RuntimeException {

    public StompException(String message) {
        super(message, null, false, false);
    }
}
