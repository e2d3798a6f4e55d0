package org.dungeontalk.gateway.identity;

/**
 * The keys to verify a token could not be fetched in time; the same token may be accepted later.
 */
public final class KeysUnavailable extends RuntimeException {
    KeysUnavailable() {
        super(
                "The keys of the token's issuer are unavailable now. Try again later.",
                null,
                false,
                false);
    }
}
