package org.dungeontalk.analytics.token;

/** More tokens wait to be verified than the service lets wait. */
public final class TooManyTokens extends RuntimeException {

    TooManyTokens() {
        super("Too many tokens at once.", null, false, false);
    }
}
