package org.dungeontalk.persistence.token;

/** The keys to verify a token were not available in time. The same token may be accepted later. */
public final class KeysUnavailable extends RuntimeException {
    private final String why;

    /**
     * @param why the reason for the log, without data from the token
     */
    KeysUnavailable(String why) {
        super(
                "The keys of the token's issuer are unavailable now. Try again later.",
                null,
                false,
                false);
        this.why = why;
    }

    /** The reason, for the log. */
    public String why() {
        return why;
    }
}
