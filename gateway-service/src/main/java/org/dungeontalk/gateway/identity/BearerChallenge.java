package org.dungeontalk.gateway.identity;

/** What {@code WWW-Authenticate} says of a token that was refused (RFC 6750). Pure. */
public final class BearerChallenge {

    private BearerChallenge() {}

    /**
     * @param why a sentence for whoever made the token, without quotes
     */
    public static String of(String why) {
        return "Bearer error=\"invalid_token\", error_description=\"" + why + "\"";
    }
}
