package org.dungeontalk.gateway.session;

/** More tokens wait to be verified than are let wait; the same token may be good in a second. */
public final class TooManyTokensException extends RuntimeException {

    TooManyTokensException() {
        super("too many tokens at once", null, false, false);
    }
}
