package org.dungeontalk.analytics.token;

/** The queue of tokens to verify is full. */
public final class TooManyTokens extends RuntimeException {

    TooManyTokens() {
        super("Too many tokens wait to be verified. Try again later.", null, false, false);
    }
}
