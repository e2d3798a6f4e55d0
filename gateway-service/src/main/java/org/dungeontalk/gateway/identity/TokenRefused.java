package org.dungeontalk.gateway.identity;

/** The token is invalid. The message is for the bearer and quotes nothing of the token. */
public final class TokenRefused extends RuntimeException {

    public TokenRefused(String reason) {
        super(reason, null, false, false);
    }
}
