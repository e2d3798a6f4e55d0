package org.dungeontalk.gateway.identity;

/**
 * The keys to verify a token could not be fetched in time; the same token may be accepted later.
 */
public final class KeysUnavailable extends RuntimeException {
    private final String why;

    /**
     * @param why the cause, for the log; holds nothing of the token
     */
    KeysUnavailable(String why) {
        super(
                "The keys of the token's issuer are unavailable now. Try again later.",
                null,
                false,
                false);
        this.why = why;
    }

    /** The cause, for the log. */
    public String why() {
        return why;
    }
}
