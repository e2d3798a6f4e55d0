package org.dungeontalk.gateway.session;

/** The token was refused. The message says why in general and holds nothing of the token. */
public final class InvalidTokenException extends RuntimeException {

    InvalidTokenException(String message) {
        super(message, null, false, false);
    }
}
