package org.dungeontalk.persistence.token;

/** The keys to judge a token with could not be had in time; the same token may do later. */
public final class KeysUnavailable extends RuntimeException {
    private final String why;

    /**
     * @param why for the log: what went wrong, without anything of the token
     */
    KeysUnavailable(String why) {
        super(
                "The keys of the token's issuer are unavailable now. Try again later.",
                null,
                false,
                false);
        this.why = why;
    }

    /** What went wrong, for the log. */
    public String why() {
        return why;
    }
}
