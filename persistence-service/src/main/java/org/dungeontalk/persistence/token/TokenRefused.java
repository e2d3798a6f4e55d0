package org.dungeontalk.persistence.token;

/** The token is invalid. The message is for the bearer and quotes nothing from the token. */
public final class TokenRefused extends RuntimeException {

    TokenRefused(String reason) {
        super(reason, null, false, false);
    }
}
