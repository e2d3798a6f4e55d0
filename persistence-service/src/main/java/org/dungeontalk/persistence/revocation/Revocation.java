package org.dungeontalk.persistence.revocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes tokens of a player void that were issued before a given time.
 *
 * <p>Most issuers write {@code iat} in whole seconds. Such a token may be from any moment of that
 * second, so it is void only if its second is before the one of {@code notBefore}: a token issued
 * right after the revocation is good. An {@code iat} with a fraction is compared exactly.
 */
public record Revocation(String playerId, Instant notBefore) {

    /**
     * @param issued when the token was issued; the epoch for a token without that time, which is
     *     void
     */
    public boolean voids(Instant issued) {
        return issued.isBefore(
                issued.getNano() == 0 ? notBefore.truncatedTo(ChronoUnit.SECONDS) : notBefore);
    }
}
