package org.dungeontalk.persistence.token;

/** The keys to judge a token with could not be had in time; the same token may do later. */
public final class KeysUnavailable extends RuntimeException {

    KeysUnavailable(Throwable cause) {
        super("The keys of the token's issuer are not to be had now.", cause);
    }
}
