package org.dungeontalk.gateway.identity;

import java.time.Instant;

/** Knows which tokens are revoked. Any thread; never blocks. */
public interface Revocations {

    /** Whether the revocations have been read; until then no token can be accepted. */
    boolean known();

    /** Whether a token of the player, issued at this time, is revoked. */
    boolean revoked(String playerId, Instant issued);
}
