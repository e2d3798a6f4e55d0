package org.dungeontalk.gateway.identity;

import java.time.Instant;

/** Tells which tokens are revoked. Any thread may ask; no answer waits. */
public interface Revocations {

    /** Whether the revocations have been read: before that, no token can be judged. */
    boolean known();

    /** Whether a token of that player, issued at that time, is revoked. */
    boolean revoked(String playerId, Instant issued);
}
