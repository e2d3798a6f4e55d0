package org.dungeontalk.persistence.token;

/** The keys to verify a token were not available in time. The same token may be accepted later. */
public final class KeysUnavailable extends RuntimeException {
    KeysUnavailable() {
        super(
                "The keys of the token's issuer are unavailable now. Try again later.",
                null,
                false,
                false);
    }
}
