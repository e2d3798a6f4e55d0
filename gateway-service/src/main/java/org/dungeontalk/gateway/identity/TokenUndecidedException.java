package org.dungeontalk.gateway.identity;

/** The token can't be verified now; the same token may be accepted later. */
public final class TokenUndecidedException extends RuntimeException {

    TokenUndecidedException(String why) {
        super(why, null, false, false);
    }
}
