package org.dungeontalk.persistence.erasure;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A request that is kept for good, so that nothing brings the messages back.
 *
 * @param pseudonym stands for the player's id and nickname from now on
 * @param through the newest {@code createdAt} that it covers; what the player says later is kept
 * @param rowsChanged rows of which names or words were changed
 * @param finishedAt null while rows are still being changed
 */
@RegisterForReflection
public record Erasure(
        String pseudonym,
        ErasureMode mode,
        Instant through,
        String requestedBy,
        Instant requestedAt,
        long rowsChanged,
        Instant finishedAt) {}
