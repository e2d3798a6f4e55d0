package org.dungeontalk.gateway.identity;

/** The value of {@code WWW-Authenticate} for a refused token (RFC 6750). Pure. */
public final class BearerChallenge {

    private BearerChallenge() {}

    /**
     * @param why a sentence for the token's author, without quotes
     */
    public static String of(String why) {
        return "Bearer error=\"invalid_token\", error_description=\"" + why + "\"";
    }
}
