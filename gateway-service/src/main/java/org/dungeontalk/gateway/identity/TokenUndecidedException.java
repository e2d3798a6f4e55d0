package org.dungeontalk.gateway.identity;

/** The token can't be judged now; the same token may be good in a second. */
public final class TokenUndecidedException extends RuntimeException {

    TokenUndecidedException(String why) {
        super(why, null, false, false);
    }
}
