package org.dungeontalk.analytics.revocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Tokens of a player made before a moment are void.
 *
 * <p>Most issuers write {@code iat} in whole seconds. Such a token may have been made at any moment
 * of its second, so it is void only if the whole second lies before the one of {@code notBefore}: a
 * token made anew right after the revocation is good. An {@code iat} with a fraction is compared as
 * it is.
 */
public record Revocation(String playerId, Instant notBefore) {

    /**
     * @param issued when the token was made; the epoch for one that doesn't say, which is void
     */
    public boolean voids(Instant issued) {
        return issued.isBefore(
                issued.getNano() == 0 ? notBefore.truncatedTo(ChronoUnit.SECONDS) : notBefore);
    }
}
